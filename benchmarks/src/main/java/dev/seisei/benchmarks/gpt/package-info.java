/**
 * One training step of a small GPT, measured beside others that compute the same step: {@link
 * dev.seisei.benchmarks.gpt.GptBenchmark} runs it, {@link dev.seisei.benchmarks.gpt.GptWorkload}
 * says what it is.
 */
@NullMarked
package dev.seisei.benchmarks.gpt;

import org.jspecify.annotations.NullMarked;
