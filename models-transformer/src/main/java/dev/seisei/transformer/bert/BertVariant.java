package dev.seisei.transformer.bert;

import dev.seisei.core.settings.Require;

/**
 * What BERT and RoBERTa do not share: from where on positions are counted, and names.
 *
 * <p>RoBERTa's network is BERT's. Its positions begin behind the token that fills up texts, which
 * its authors' library gave the position of its own id.
 */
enum BertVariant {
  BERT(
      "bert",
      "cls.predictions.transform.dense",
      "cls.predictions.transform.LayerNorm",
      "cls.predictions.bias",
      "cls.predictions.decoder"),
  ROBERTA("roberta", "lm_head.dense", "lm_head.layer_norm", "lm_head.bias", "lm_head.decoder");

  private final String id;
  private final String transform;
  private final String norm;
  private final String bias;
  private final String decoder;

  BertVariant(String id, String transform, String norm, String bias, String decoder) {
    this.id = id;
    this.transform = transform;
    this.norm = norm;
    this.bias = bias;
    this.decoder = decoder;
  }

  /** The id of the family, with which names of weights begin too. */
  String id() {
    return id;
  }

  /** The row of the table of positions for the first token. */
  int firstPosition(BertConfig config) {
    return this == BERT ? 0 : config.padTokenId() + 1;
  }

  /** Tokens of the longest text. */
  int positions(BertConfig config) {
    return config.maxPositionEmbeddings() - firstPosition(config);
  }

  /**
   * Checks that there are positions.
   *
   * @throws dev.seisei.core.settings.SettingException if there are none
   */
  void requirePositions(BertConfig config) {
    Require.that(
        positions(config) > 0,
        "max_position_embeddings",
        "max_position_embeddings must be more than the %d that %s does not use, got %d"
            .formatted(firstPosition(config), id, config.maxPositionEmbeddings()));
  }

  /** The map of the head that guesses hidden tokens. */
  String transform() {
    return transform;
  }

  /** The norm behind it. */
  String norm() {
    return norm;
  }

  /** What is added to the scores. */
  String bias() {
    return bias;
  }

  /** The output layer, where it is not the table of tokens. */
  String decoder() {
    return decoder;
  }
}
