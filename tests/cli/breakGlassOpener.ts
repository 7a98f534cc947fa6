/** Opens a route from a process of its own, says so, and stays: for tests that kill it. Arguments: place and record. */
import Dockerode from "dockerode";
import { type EmergencyPlace, type OpeningRecord, startTimer } from "../../cli/breakGlass/timer";

const [place = "", record = "", route = ""] = process.argv.slice(2);

startTimer(
  { ...(JSON.parse(place) as Omit<EmergencyPlace, "docker">), docker: new Dockerode() },
  JSON.parse(record) as OpeningRecord,
  route,
).then(() => {
  process.stdout.write("opened\n");
  setInterval(() => undefined, 1000);
});
