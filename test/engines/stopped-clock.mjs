// Loaded before anything else, stops the clock of a process: it is always the time that STOPPED_AT says. Timers go on.
const Running = globalThis.Date;
const stoppedAt = Running.parse(process.env.STOPPED_AT);
globalThis.Date = class Date extends Running {
  constructor(...given) {
    super(...(given.length === 0 ? [stoppedAt] : given));
  }
  static now() {
    return stoppedAt;
  }
};
