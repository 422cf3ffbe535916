package dev.seisei.transformer.bert;

import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.importing.Importer;
import dev.seisei.core.progress.Progress;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Leaf;
import dev.seisei.text.tokenizer.Vocabulary;
import dev.seisei.transformer.bert.BertConfig.Activation;
import dev.seisei.transformer.savedmodel.SavedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a BERT that its authors' code saved as TensorFlow's SavedModel: its variables, and {@code
 * assets/vocab.txt}.
 *
 * <p>Of the architecture the variables say all but the number of heads, which have 64 features in
 * every BERT of its authors.
 */
public final class SavedModelImporter implements Importer {
  private static final int HEAD_SIZE = 64;

  /** TensorFlow's code has it in the graph alone. */
  private static final double EPSILON = 1e-12;

  private static final String WORDS = "bert/embeddings/word_embeddings";
  private static final String LAYER = "bert/encoder/layer_";
  private static final String CELLS = "/intermediate/dense/bias";

  @Override
  public String kind() {
    return "savedmodel";
  }

  @Override
  public String description() {
    return "TensorFlow's SavedModel of a BERT";
  }

  @Override
  public void convert(Path from, Optional<Path> tokenizer, CheckpointWriter to, Progress progress) {
    SavedModel model = SavedModel.open(from);
    String prefix = prefix(from, model.names());
    Path words = tokenizer.orElse(from.resolve("assets").resolve(WordPieceFile.NAME));
    if (!Files.isRegularFile(words)) {
      throw new IllegalArgumentException(
          from + " has no vocabulary: there is no " + words + "; name it with --tokenizer");
    }
    Vocabulary vocabulary = WordPieceFile.read(words);
    BertConfig config = config(model, prefix, vocabulary);
    boolean head = model.names().contains(prefix + "cls/predictions/transform/dense/kernel");
    Map<String, Graph> functions = BertFunctions.of(config, BertNames.of(BertVariant.BERT), head);
    to.config(BertVariant.BERT.id(), config)
        .graphs(functions)
        .weights(weights(model, prefix, functions, progress));
    vocabulary.files().forEach(to::file);
    to.commit();
  }

  /** What stands before {@code bert/}. */
  private static String prefix(Path from, Set<String> names) {
    return names.stream()
        .filter(name -> name.equals(WORDS) || name.endsWith("/" + WORDS))
        .map(name -> name.substring(0, name.length() - WORDS.length()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    from + " is no BERT: it has no variable that ends with " + WORDS));
  }

  private static BertConfig config(SavedModel model, String prefix, Vocabulary vocabulary) {
    long[] words = extents(model, prefix + WORDS, 2);
    long layers =
        model.names().stream()
            .filter(name -> name.startsWith(prefix + LAYER) && name.endsWith(CELLS))
            .count();
    if (words[0] != vocabulary.pieces().size()) {
      throw new IllegalArgumentException(
          "%s has %d tokens, the vocabulary %d"
              .formatted(prefix + WORDS, words[0], vocabulary.pieces().size()));
    }
    if (words[1] % HEAD_SIZE != 0) {
      throw new IllegalArgumentException(
          "%s has %d features, which are not heads of %d"
              .formatted(prefix + WORDS, words[1], HEAD_SIZE));
    }
    return new BertConfig(
        Math.toIntExact(words[0]),
        Math.toIntExact(words[1]),
        Math.toIntExact(layers),
        Math.toIntExact(words[1] / HEAD_SIZE),
        Math.toIntExact(extents(model, prefix + LAYER + "0" + CELLS, 1)[0]),
        Activation.GELU,
        Math.toIntExact(extents(model, prefix + "bert/embeddings/position_embeddings", 2)[0]),
        Math.toIntExact(extents(model, prefix + "bert/embeddings/token_type_embeddings", 2)[0]),
        EPSILON,
        0.02,
        pad(vocabulary),
        true);
  }

  private static int pad(Vocabulary vocabulary) {
    for (int id = 0; id < vocabulary.pieces().size(); id++) {
      if (vocabulary.pieces().get(id).text().equals("[PAD]")) {
        return id;
      }
    }
    return 0;
  }

  private static long[] extents(SavedModel model, String name, int rank) {
    long[] shape = model.shape(name);
    if (shape.length != rank || Arrays.stream(shape).anyMatch(n -> n < 1 || n > 1 << 24)) {
      throw new IllegalArgumentException(
          "%s must have %d extents in [1, %d], got %s"
              .formatted(name, rank, 1 << 24, Arrays.toString(shape)));
    }
    return shape;
  }

  private static Map<String, Tensor> weights(
      SavedModel model, String prefix, Map<String, Graph> functions, Progress progress) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    for (Graph graph : functions.values()) {
      for (Node node : graph.nodes()) {
        if (node.op() instanceof Leaf.Parameter parameter) {
          progress.throwIfCancelled();
          weights.computeIfAbsent(
              parameter.key(),
              name -> weight(model, prefix, name, parameter.type().shape().toString()));
        }
      }
    }
    return weights;
  }

  private static Tensor weight(SavedModel model, String prefix, String name, String expected) {
    String variable = prefix + variable(name);
    Tensor tensor = model.tensor(variable);
    Tensor turned = variable.endsWith("/kernel") ? transposed(variable, tensor) : tensor;
    String found = Arrays.toString(turned.shape());
    if (!found.equals(expected)) {
      throw new IllegalArgumentException(
          "%s must make a weight of %s, got %s".formatted(variable, expected, found));
    }
    return turned;
  }

  /** What TensorFlow's code calls a weight. */
  static String variable(String name) {
    return name.replace("encoder.layer.", "encoder.layer_")
        .replace("cls.predictions.bias", "cls.predictions.output_bias")
        .replace("LayerNorm.weight", "LayerNorm.gamma")
        .replace("LayerNorm.bias", "LayerNorm.beta")
        .replaceFirst("_embeddings\\.weight$", "_embeddings")
        .replaceFirst("\\.weight$", ".kernel")
        .replace('.', '/');
  }

  /** TensorFlow's are [in, out]. */
  private static Tensor transposed(String variable, Tensor tensor) {
    long[] shape = tensor.shape();
    if (shape.length != 2) {
      throw new IllegalArgumentException(
          variable + " must have 2 extents, got " + Arrays.toString(shape));
    }
    int rows = Math.toIntExact(shape[0]);
    int columns = Math.toIntExact(shape[1]);
    float[] from = tensor.toFloats();
    float[] to = new float[from.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        to[j * rows + i] = from[i * columns + j];
      }
    }
    return Tensor.of(to, columns, rows);
  }
}
