// Asking a ledger that may not be there: nothing was synced yet, or all of it was destroyed.

/** DynamoDB answers so for a table that does not exist, or is not made yet (DynamoDB API, UpdateItem). */
export async function unlessNoLedger<T>(asking: Promise<T>): Promise<T | undefined> {
  try {
    return await asking;
  } catch (error) {
    if ((error as { awsCode?: string }).awsCode === "ResourceNotFoundException") return undefined;
    throw error;
  }
}
