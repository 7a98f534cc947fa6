/** Repeats an assertion until it holds, at most for some seconds, and gives what it found. */
export async function eventually<T>(assertion: () => T | Promise<T>, seconds = 90, everyMs = 500): Promise<T> {
  for (const start = Date.now(); ; ) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() - start > seconds * 1000) throw error;
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }
}
