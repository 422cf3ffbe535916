package dev.seisei.transformer.llama2c;

/**
 * The numbers of a model, as the file has them.
 *
 * @param width of the model, d
 * @param hidden width of the feed-forward layers
 * @param layers how many blocks
 * @param heads of queries, H
 * @param keyHeads of keys and values
 * @param vocabulary how many tokens
 * @param positions how many tokens a sequence may have
 * @param tied whether the classifier is the table of embeddings
 */
public record Llama2cHeader(
    int width,
    int hidden,
    int layers,
    int heads,
    int keyHeads,
    int vocabulary,
    int positions,
    boolean tied) {

  /** Bytes of a header of version 0: seven integers. */
  static final int BYTES = 28;

  /** Width of one head, which is even. */
  public int headSize() {
    return width / heads;
  }
}
