import { readFileSync } from "node:fs";
import { containersOf } from "../policies/adapter/containers";
import { readContainer } from "../components/routing/container";
const f = JSON.parse(readFileSync("/tmp/prof/fleet3500.json","utf8")) as any[];
const cs = f.filter(r=>r.type.includes("container:Container"));
const vs=cs.flatMap(c=>containersOf({...c,props:c.properties}));
const a:number[]=[];
for(let i=0;i<80;i++){ const s=process.hrtime.bigint(); for(const v of vs) readContainer({...v,labels:{known:true,value:[...(v.labels as any).value]}} as any); a.push(Number(process.hrtime.bigint()-s)/1e6);}
a.sort((x,y)=>x-y);console.log(a[40],a[0]);
