// Tells the tests the table service that whoever runs them has, in place of the embedded engine.
import type { TestProject } from "vitest/node";

export default (project: TestProject): void => {
  const endpoint = process.env["TEST_DYNAMODB_ENDPOINT"];
  if (!endpoint) throw new Error("set TEST_DYNAMODB_ENDPOINT to the address of a DynamoDB table service");
  project.provide("endpoint", endpoint);
};
