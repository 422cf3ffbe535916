package dev.seisei.transformer.decoder;

/**
 * The numbers of a model that predicts the next token.
 *
 * @param vocabulary V, how many tokens there are
 * @param layers how many blocks attend
 * @param keyHeads Hk, of keys and values
 * @param headSize D
 * @param positions how many tokens a sequence may have
 */
public record DecoderShape(int vocabulary, int layers, int keyHeads, int headSize, int positions) {}
