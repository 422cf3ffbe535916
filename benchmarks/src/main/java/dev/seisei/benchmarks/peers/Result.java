package dev.seisei.benchmarks.peers;

import dev.seisei.benchmarks.report.Quantiles;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One of ours beside one peer, at one workload. Times are in milliseconds, memory in MB: how far
 * the first runs took the process beyond what it had before the network was made.
 *
 * @param peerOptimizer how long the peer's optimizer takes alone, timed in the same turns as its
 *     steps; NaN if that is not told
 */
record Result(
    String workload,
    Mode mode,
    Side ours,
    Side peer,
    Quantiles oursTimes,
    Quantiles peerTimes,
    Agreement agreement,
    double tolerance,
    double peak,
    double peerPeak,
    double peerOptimizer) {

  /** How many times as fast ours is. */
  double ratio() {
    return peerTimes.median() / oursTimes.median();
  }

  /** Our whole step beside the peer's without its optimizer; NaN where that is not told. */
  double ratioWithoutOptimizer() {
    return (peerTimes.median() - peerOptimizer) / oursTimes.median();
  }

  /** As a row of JSON. */
  Map<String, Object> row(int threads) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("workload", workload);
    row.put("mode", mode.label());
    row.put("precision", ours.precision());
    row.put("threads", threads);
    row.put("ours_ms", oursTimes.median());
    row.put("ours_lower_quartile_ms", oursTimes.lower());
    row.put("ours_upper_quartile_ms", oursTimes.upper());
    row.put("peer", peer.label());
    row.put("peer_ms", peerTimes.median());
    row.put("peer_lower_quartile_ms", peerTimes.lower());
    row.put("peer_upper_quartile_ms", peerTimes.upper());
    row.put("ratio", ratio());
    row.put("loss_gap", agreement.gap());
    row.put("loss_tolerance", tolerance);
    row.put("compared_runs", agreement.runs());
    row.put("peak_mb", peak);
    row.put("peer_peak_mb", peerPeak);
    if (Double.isFinite(peerOptimizer)) {
      row.put("peer_optimizer_ms", peerOptimizer);
      row.put("ratio_without_peer_optimizer", ratioWithoutOptimizer());
    }
    return row;
  }
}
