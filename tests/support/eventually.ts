/** Repeats an assertion until it holds, at most for some seconds. */
export async function eventually(assertion: () => Promise<void>, seconds = 90, everyMs = 500): Promise<void> {
  for (const start = Date.now(); ; ) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() - start > seconds * 1000) throw error;
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }
}
