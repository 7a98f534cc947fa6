import { analyze, ownPack, controlPack } from "./policies/inProcess";
import { requestsFor, dockerFleet } from "./policies/requests";
import { INVARIANTS } from "../components/routing";
import { writeFileSync, readFileSync, existsSync } from "node:fs";
(async () => {
  const cost = new Map<string, number>();
  if (process.env.PER) for (const i of INVARIANTS) {
    const check = i.check; (i as any).check = (v: any) => { const s = process.hrtime.bigint(); const r = check(v); const k = (v.containers.length>1?"F ":"R ")+i.id; cost.set(k, (cost.get(k) ?? 0) + Number(process.hrtime.bigint() - s) / 1e6); return r; };
  }
  const pack = process.env.CONTROL ? controlPack() : ownPack();
  const file = "/tmp/prof/fleet3500.json"; 
  let f: any; if (existsSync(file)) f = JSON.parse(readFileSync(file, "utf8")); else { f = dockerFleet(3500); writeFileSync(file, JSON.stringify(f)); }
  const mk = (round: number) => requestsFor(JSON.parse(JSON.stringify(f).replaceAll("service-", `service${round}-`)));
  for (let i = 0; i < 3; i++) await analyze(pack, requestsFor(JSON.parse(JSON.stringify(f).replaceAll("service-", "w"+i+"-")).slice(0, 150)));
  for (let i = 0; i < 5; i++) { const r = mk(i); cost.clear(); globalThis.gc?.(); console.log(await analyze(pack, r)); }
  console.log("SUM", [...cost.values()].reduce((a, b) => a + b, 0)); for (const [k, v] of [...cost].sort((a, b) => b[1] - a[1]).slice(0, 24)) console.log(v.toFixed(1).padStart(7), k);
})();
