package dev.seisei.benchmarks.peers;

/** What the process of a side is started for. */
enum Purpose {
  /** To see how long runs take, with the C library set so that it keeps what is freed. */
  TIME,
  /** To see how much memory runs take, with the C library as it is. */
  MEMORY
}
