/** Loaded into a server under test (`--import`): at SIGUSR2 it collects what nobody holds, and says what is left. */
process.on('SIGUSR2', () => {
  // What a first round finalises can let go of more.
  for (let round = 0; round < 3; round += 1) globalThis.gc()
  const { heapUsed, external } = process.memoryUsage()
  process.stdout.write(`${JSON.stringify({ event: 'heap', bytes: heapUsed + external })}\n`)
})
