// Who may sign in: a user pool of Amazon Cognito without self sign-up, or any issuer of OpenID Connect that is named.
import { CfnOutput, Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import {
  AccountRecovery,
  type CfnUserPool,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  OAuthScope,
  UserPool,
  UserPoolClient,
} from "aws-cdk-lib/aws-cognito";
import { Construct } from "constructs";
import type { Handler } from "./handler.ts";

/** An issuer whose access tokens follow RFC 9068. */
export interface ForeignIssuer {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly audience: string;
}

export interface IdentityProps {
  /** In its place no pool is made. */
  readonly foreign?: ForeignIssuer | undefined;
  /** Where the console is, which people return to signed in. */
  readonly consoleUrl: string;
}

export class Identity extends Construct {
  private readonly issuer: object;

  constructor(scope: Construct, id: string, { foreign, consoleUrl }: IdentityProps) {
    super(scope, id);
    this.issuer = foreign ?? this.makePool(consoleUrl);
  }

  /** Tells the authorizer whose tokens it accepts. */
  trust(authorizer: Handler): void {
    authorizer.tell("ISSUERS", Stack.of(this).toJsonString([this.issuer]));
  }

  private makePool(consoleUrl: string): object {
    const pool = new UserPool(this, "Pool", {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      // A new address counts once it is verified; until then the old one does.
      keepOriginal: { email: true },
      autoVerify: { email: true },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    (pool.node.defaultChild as CfnUserPool).overrideLogicalId("AlliancePool");
    Validations.of(pool).acknowledge(
      {
        id: "AwsSolutions-COG2",
        reason: "A second factor is offered to everybody; the secretariat decides when it is asked of all.",
      },
      {
        id: "AwsSolutions-COG3",
        reason: "Threat protection needs the Plus plan, which a stage takes when it has the members for it.",
      },
      { id: "AwsSolutions-COG8", reason: "Essentials has all that is used; Plus is taken when it is needed." },
    );
    const client = new UserPoolClient(this, "Console", {
      userPool: pool,
      generateSecret: false,
      authFlows: {},
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: [consoleUrl],
        logoutUrls: [consoleUrl],
      },
      preventUserExistenceErrors: true,
      accessTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.days(1),
      enableTokenRevocation: true,
      readAttributes: new ClientAttributes().withStandardAttributes({ email: true, emailVerified: true }),
      // Rights come from the table alone; nothing that a user may write of himself counts.
      writeAttributes: new ClientAttributes().withStandardAttributes({ email: true }),
    });
    new CfnOutput(this, "UserPoolId", { value: pool.userPoolId });
    const issuer = `https://cognito-idp.${Stack.of(this).region}.amazonaws.com/${pool.userPoolId}`;
    return { issuer, jwksUri: `${issuer}/.well-known/jwks.json`, clientId: client.userPoolClientId };
  }
}
