package dev.seisei.text.sampling;

import dev.seisei.core.settings.SettingException;

/**
 * What is added to some logits. The text is {@code id:bias,id:bias}.
 *
 * @param ids ascending in the order given
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and never handed out.
record LogitBias(int[] ids, float[] biases) {
  private static final String FIELD = "logit_bias";
  private static final int MOST = 10_000;

  /**
   * Reads the text.
   *
   * @throws SettingException if it is none
   */
  static LogitBias parse(String text) {
    if (text.isBlank()) {
      return new LogitBias(new int[0], new float[0]);
    }
    String[] pairs = text.split(",", MOST + 1);
    if (pairs.length > MOST) {
      throw new SettingException(FIELD, FIELD + " must have at most " + MOST + " tokens");
    }
    int[] ids = new int[pairs.length];
    float[] biases = new float[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      int colon = pairs[i].indexOf(':');
      try {
        ids[i] = Integer.parseInt(pairs[i].substring(0, Math.max(colon, 0)).strip());
        biases[i] = Float.parseFloat(pairs[i].substring(colon + 1).strip());
      } catch (NumberFormatException e) {
        throw wrong(pairs[i]);
      }
      if (ids[i] < 0 || !Float.isFinite(biases[i])) {
        throw wrong(pairs[i]);
      }
    }
    return new LogitBias(ids, biases);
  }

  private static SettingException wrong(String pair) {
    String shown = pair.length() > 40 ? pair.substring(0, 40) + "…" : pair;
    return new SettingException(
        FIELD, FIELD + " must be id:bias,id:bias such as 50256:-100,11:2.5, got \"" + shown + "\"");
  }

  void add(float[] logits) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] >= logits.length) {
        throw new SettingException(
            FIELD, FIELD + " names token " + ids[i] + ", but the vocabulary has " + logits.length);
      }
      logits[ids[i]] += biases[i];
    }
  }
}
