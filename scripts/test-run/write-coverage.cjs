/**
 * A mocha worker writes its coverage when it exits. One second after the exit request, mocha sends SIGTERM, which would
 * kill the worker during the write. With this listener, the signal takes effect after the write.
 */
process.once('SIGTERM', () => process.exit());
