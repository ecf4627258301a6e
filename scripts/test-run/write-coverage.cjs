/**
 * A worker of mocha writes its coverage when it exits. Mocha sends SIGTERM one second after it has asked a worker to
 * exit, which would kill the worker in the middle of writing. With a listener the signal waits for the end of the exit.
 */
process.once('SIGTERM', () => process.exit());
