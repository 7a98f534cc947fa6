/** Entry point of the policy pack: `pulumi preview --policy-pack policies`. */
import { servedPack } from "./served";
import { serve } from "./server/serve";

serve(servedPack());
