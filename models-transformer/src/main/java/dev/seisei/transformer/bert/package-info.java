/**
 * BERT and RoBERTa: encoders that fill in hidden words, and that turn sentences into vectors.
 *
 * <p>Source: Devlin et al., 2018, arXiv 1810.04805; Liu et al., 2019, arXiv 1907.11692.
 */
@NullMarked
package dev.seisei.transformer.bert;

import org.jspecify.annotations.NullMarked;
