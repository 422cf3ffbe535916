package dev.seisei.text.sampling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The chain as its formulas say it, in double precision, with full sorts. */
final class ReferenceChain {
  private static final double TIE = 1e-5;

  private ReferenceChain() {}

  /** Whether rounding decides; then a test has nothing to compare. */
  static final class TooClose extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** The logits after the penalties. */
  static double[] penalised(
      float[] logits, Sampling settings, List<Integer> prompt, List<Integer> generated) {
    double[] l = new double[logits.length];
    for (int i = 0; i < l.length; i++) {
      l[i] = logits[i];
    }
    List<Integer> all = new ArrayList<>(prompt);
    all.addAll(generated);
    int window = settings.repetitionWindow() == 0 ? all.size() : settings.repetitionWindow();
    List<Integer> recent = all.subList(Math.max(0, all.size() - window), all.size());
    for (int id = 0; id < l.length; id++) {
      if (recent.contains(id)) {
        l[id] =
            l[id] > 0 ? l[id] / settings.repetitionPenalty() : l[id] * settings.repetitionPenalty();
      }
      int token = id;
      long count = generated.stream().filter(each -> each == token).count();
      if (count > 0) {
        l[id] -= settings.presencePenalty() + count * settings.frequencyPenalty();
      }
    }
    if (settings.dryMultiplier() > 0) {
      dry(l, settings, all);
    }
    int n = settings.noRepeatNgramSize();
    for (int end = n; n > 0 && end <= all.size(); end++) {
      List<Integer> gram = all.subList(end - n, end);
      if (all.size() >= n - 1
          && gram.subList(0, n - 1).equals(all.subList(all.size() - n + 1, all.size()))) {
        l[gram.get(n - 1)] = Double.NEGATIVE_INFINITY;
      }
    }
    return l;
  }

  private static void dry(double[] l, Sampling settings, List<Integer> all) {
    int window = settings.dryWindow() == 0 ? all.size() : settings.dryWindow();
    List<Integer> text = all.subList(Math.max(0, all.size() - window), all.size());
    for (int id = 0; id < l.length; id++) {
      int longest = 0;
      for (int end = 1; end < text.size(); end++) {
        for (int n = 1; n <= end; n++) {
          if (text.get(end) == id
              && text.subList(end - n, end).equals(text.subList(text.size() - n, text.size()))) {
            longest = Math.max(longest, n);
          }
        }
      }
      if (longest >= settings.dryAllowedLength()) {
        l[id] -=
            settings.dryMultiplier()
                * Math.pow(settings.dryBase(), longest - settings.dryAllowedLength());
      }
    }
  }

  /** The probabilities that are left after the truncations. */
  static Map<Integer, Double> narrowed(double[] l, Sampling settings, boolean excludesTop) {
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < l.length; i++) {
      ids.add(i);
    }
    ids.sort(Comparator.comparingDouble((Integer i) -> -l[i]).thenComparing(i -> i));
    if (settings.topK() > 0) {
      ids = ids.subList(0, Math.min(settings.topK(), ids.size()));
    }
    Map<Integer, Double> p = new TreeMap<>();
    ids.forEach(id -> p.put(id, Math.exp((l[id] - max(l)) / settings.temperature())));
    normalise(p);
    if (settings.topP() < 1) {
      keepFirst(p, id -> -l[id], settings.topP());
    }
    if (settings.minP() > 0) {
      double most = p.values().stream().mapToDouble(x -> x).max().orElseThrow();
      p.values().forEach(x -> requireApart(x, settings.minP() * most));
      p.values().removeIf(x -> x < settings.minP() * most);
      normalise(p);
    }
    if (settings.typicalP() < 1) {
      double entropy = p.values().stream().mapToDouble(x -> x > 0 ? -x * Math.log(x) : 0).sum();
      Map<Integer, Double> before = new TreeMap<>(p);
      keepFirst(
          p,
          id -> Math.abs(-Math.log(before.getOrDefault(id, 0.0)) - entropy),
          settings.typicalP());
    }
    if (excludesTop) {
      List<Integer> above = new ArrayList<>();
      p.forEach(
          (id, x) -> {
            requireApart(x, settings.xtcThreshold());
            if (x >= settings.xtcThreshold()) {
              above.add(id);
            }
          });
      above.sort(Comparator.comparingDouble((Integer i) -> -l[i]).thenComparing(i -> i));
      above.stream().limit(Math.max(0, above.size() - 1)).forEach(p::remove);
      normalise(p);
    }
    p.values().removeIf(x -> x == 0);
    return p;
  }

  private static void keepFirst(
      Map<Integer, Double> p, ToDoubleFunction<Integer> key, double share) {
    List<Integer> order = new ArrayList<>(p.keySet());
    order.sort(Comparator.comparingDouble(key).thenComparing(id -> id));
    double sum = 0;
    int kept = 0;
    while (kept < order.size() && sum < share) {
      sum += p.getOrDefault(order.get(kept++), 0.0);
      requireApart(sum, share);
    }
    if (kept < order.size()
        && key.applyAsDouble(order.get(kept)) != key.applyAsDouble(order.get(kept - 1))) {
      requireApart(key.applyAsDouble(order.get(kept)), key.applyAsDouble(order.get(kept - 1)));
    }
    p.keySet().retainAll(order.subList(0, kept));
    normalise(p);
  }

  private static void requireApart(double a, double b) {
    if (Math.abs(a - b) < TIE * Math.max(1e-3, Math.abs(b))) {
      throw new TooClose();
    }
  }

  private static double max(double[] l) {
    double most = Double.NEGATIVE_INFINITY;
    for (double x : l) {
      most = Math.max(most, x);
    }
    return most;
  }

  private static void normalise(Map<Integer, Double> p) {
    double total = p.values().stream().mapToDouble(x -> x).sum();
    p.replaceAll((id, x) -> x / total);
  }
}
