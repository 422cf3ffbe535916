package dev.seisei.gan.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.TableDataset;
import dev.seisei.core.dataset.TableSet;
import dev.seisei.core.model.AnomalyDetector;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.Latents;
import dev.seisei.core.model.RowPlan;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.sample.Table;
import dev.seisei.core.settings.Require;
import dev.seisei.core.settings.SettingException;
import dev.seisei.gan.anomaly.PairGraph;
import dev.seisei.gan.latent.ScalingDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** An opened EfficientGAN over tables. Not thread-safe, but for {@link #check}. */
final class TableganGenerator implements Generator<TableganRequest>, AnomalyDetector {
  /** Rows of a run. */
  private static final int ROWS = 256;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final TableganConfig config;
  private final TableCode code;
  private final Functions functions;

  /**
   * @param functions closed with this, also if it cannot be made
   */
  TableganGenerator(TableganConfig config, Functions functions) {
    this.config = config;
    this.code = config.code();
    this.functions = functions;
    functions.orClose(
        () -> {
          decoder();
          inspector();
        });
  }

  private RowPlan decoder() {
    return functions.plan(
        ScalingDecoder.FUNCTION,
        ROWS,
        Map.of(ScalingDecoder.Z, config.latentDim(), ScalingDecoder.PIXELS, code.width()));
  }

  private RowPlan inspector() {
    return functions.plan(
        PairGraph.INSPECT,
        ROWS,
        Map.of(
            PairGraph.X, code.width(),
            PairGraph.RECONSTRUCTION, code.width(),
            PairGraph.SCORE, 1));
  }

  @Override
  public void check(TableganRequest request) {
    if (request.mode() == TableganRequest.Mode.SCORE) {
      row(request);
    }
  }

  @Override
  public int rows(TableganRequest request) {
    return request.mode() == TableganRequest.Mode.SAMPLE ? request.n() : 1;
  }

  @Override
  public Sample generate(TableganRequest request, GenerationListener listener) {
    listener.throwIfCancelled();
    return request.mode() == TableganRequest.Mode.SAMPLE ? sample(request) : score(request);
  }

  private Table sample(TableganRequest request) {
    float[] z = Latents.normal(request.n(), config.latentDim(), request.seed(), 1);
    Map<String, float[]> outputs = decoder().run(request.n(), Map.of(ScalingDecoder.Z, z));
    float[] rows = Objects.requireNonNull(outputs.get(ScalingDecoder.PIXELS));
    List<List<Object>> decoded = new ArrayList<>();
    for (int i = 0; i < request.n(); i++) {
      decoded.add(code.decode(rows, i * code.width()));
    }
    return new Table(code.columns().stream().map(TableCode.Column::name).toList(), decoded);
  }

  private Table score(TableganRequest request) {
    float[] row = row(request);
    Map<String, float[]> outputs = inspector().run(1, Map.of(PairGraph.X, row));
    List<String> names = new ArrayList<>(List.of("score"));
    List<Object> values = new ArrayList<>();
    values.add((double) Objects.requireNonNull(outputs.get(PairGraph.SCORE))[0]);
    code.columns().forEach(column -> names.add(column.name() + "_residual"));
    values.addAll(
        code.distances(row, Objects.requireNonNull(outputs.get(PairGraph.RECONSTRUCTION))));
    return new Table(names, List.of(values));
  }

  private float[] row(TableganRequest request) {
    Map<String, String> row = new TreeMap<>();
    try {
      Map<String, Object> values =
          JSON.readValue(request.row(), new TypeReference<Map<String, Object>>() {});
      Require.that(
          values != null, "row", "row must be a JSON object of values by column, got null");
      values.forEach((name, value) -> row.put(name, String.valueOf(value)));
    } catch (JsonProcessingException e) {
      SettingException bad =
          new SettingException(
              "row", "row must be a JSON object of values by column, got " + request.row());
      bad.initCause(e);
      throw bad;
    }
    float[] encoded = new float[code.width()];
    code.encode(row, encoded, 0);
    return encoded;
  }

  @Override
  public boolean accepts(Dataset data) {
    return data instanceof TableDataset table
        && table.test().size() > 0
        && table.test().columns().contains(config.labelColumn());
  }

  @Override
  public Scores score(Dataset data, Progress progress) {
    TableSet test = ((TableDataset) data).test();
    float[] rows = code.encode(test, "test");
    progress.throwIfCancelled();
    Map<String, float[]> outputs = inspector().run(test.size(), Map.of(PairGraph.X, rows));
    float[] found = Objects.requireNonNull(outputs.get(PairGraph.SCORE));
    List<String> labels = test.values(config.labelColumn());
    double[] scores = new double[test.size()];
    boolean[] anomalous = new boolean[test.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = found[i];
      anomalous[i] = !labels.get(i).equals(config.normalValue());
    }
    progress.at(scores.length, scores.length, "rows");
    return new Scores(scores, anomalous);
  }

  @Override
  public void close() {
    functions.close();
  }
}
