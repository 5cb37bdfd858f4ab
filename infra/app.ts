// The file `cdk` runs: one stage, named by one context value, becomes the cloud's plan.
import { App } from "aws-cdk-lib";
import { planAlliance } from "./plan.ts";

const app = new App();
planAlliance(app);
app.synth();
