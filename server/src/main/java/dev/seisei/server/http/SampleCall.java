package dev.seisei.server.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What the body of a request for a sample says.
 *
 * @param model the id
 * @param settings the other fields, for the family to judge
 */
record SampleCall(String model, Map<String, Object> settings) {
  static final String MODEL = "model";
  static final String SEED = "seed";

  /**
   * @throws ApiException if the field {@code model} is missing or no text
   */
  static SampleCall of(Map<String, Object> body) {
    Map<String, Object> settings = new LinkedHashMap<>(body);
    Object model = settings.remove(MODEL);
    if (model == null) {
      throw ApiException.wrongModel("model is missing; GET /v1/models lists those there are");
    }
    if (!(model instanceof String id)) {
      throw ApiException.wrongModel("model must be a string");
    }
    return new SampleCall(id, settings);
  }

  /** The same, with a seed drawn if none is given and the model knows one. */
  SampleCall seeded(SortedSet<String> known) {
    if (!known.contains(SEED) || settings.get(SEED) != null) {
      return this;
    }
    Map<String, Object> seeded = new LinkedHashMap<>(settings);
    // Small enough for every language's numbers.
    seeded.put(SEED, ThreadLocalRandom.current().nextLong(1L << 31));
    return new SampleCall(model, seeded);
  }
}
