// The door: an HTTP API whose every route but those of health goes through the authorizer, which says who asks and never denies.
import { CfnOutput, Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { type CfnStage, HttpApi, HttpMethod, HttpNoneAuthorizer } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Handler } from "./handler.ts";
import type { Profile } from "./profile.ts";

/** Requests a second, and at once. */
const throttle = { rateLimit: 200, burstLimit: 400 };

/** Of a request, never who asked or for what. */
const logged = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  method: "$context.httpMethod",
  route: "$context.routeKey",
  status: "$context.status",
  milliseconds: "$context.responseLatency",
  bytes: "$context.responseLength",
  error: "$context.error.message",
  authorizerError: "$context.authorizer.error",
  integrationError: "$context.integrationErrorMessage",
};

export class Api extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, api: Handler, authorizer: Handler, profile: Profile) {
    super(scope, id);
    const integration = new HttpLambdaIntegration("Function", api.fn);
    this.api = new HttpApi(this, "Http", {
      createDefaultStage: false,
      defaultAuthorizer: new HttpLambdaAuthorizer("Authorizer", authorizer.fn, {
        responseTypes: [HttpLambdaResponseType.SIMPLE],
        // A visitor presents nothing and is asked all the same; what was revoked is revoked at once.
        identitySource: [],
        resultsCacheTtl: Duration.seconds(0),
      }),
    });
    this.api.addRoutes({ path: "/{proxy+}", methods: [HttpMethod.ANY], integration });
    this.api.addRoutes({ path: "/", methods: [HttpMethod.ANY], integration });
    const openly = new HttpNoneAuthorizer();
    for (const path of ["/health/live", "/health/ready"])
      for (const route of this.api.addRoutes({ path, methods: [HttpMethod.GET], integration, authorizer: openly }))
        Validations.of(route).acknowledge({
          id: "AwsSolutions-APIG4",
          reason: "Whether the service lives may be asked by anybody, and without asking who it is.",
        });
    const stage = this.api.addStage("Stage", { stageName: "$default", autoDeploy: true, throttle });
    const log = new LogGroup(this, "Log", { retention: profile.logs, removalPolicy: RemovalPolicy.RETAIN });
    (stage.node.defaultChild as CfnStage).accessLogSettings = {
      destinationArn: log.logGroupArn,
      format: JSON.stringify(logged),
    };
    new CfnOutput(this, "Url", { value: this.api.apiEndpoint });
  }
}
