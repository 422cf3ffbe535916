package dev.seisei.gan.table;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.TableDataset;
import dev.seisei.core.model.Functions;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.engine.graph.Graph;
import dev.seisei.gan.adversarial.Contest;
import dev.seisei.gan.adversarial.GameTrainer;
import dev.seisei.gan.anomaly.PairGraph;
import dev.seisei.gan.latent.Painting;
import java.util.Map;

/** Trains EfficientGANs on the normal rows of a table. */
final class TableganTrainer implements Trainer<TableganConfig, TableganTraining> {
  private static final TableganRequest ROWS =
      new TableganRequest(TableganRequest.Mode.SAMPLE, 100, 0, "");

  @Override
  public Class<TableganTraining> settingsType() {
    return TableganTraining.class;
  }

  @Override
  public TableganConfig configure(TableganConfig config, Dataset data) {
    return config.withData(TableDataset.of(data, TableganFamily.ID));
  }

  @Override
  public Map<String, Double> train(
      TrainingRun<TableganConfig, TableganTraining> run, Progress progress) {
    TableganConfig config = run.config();
    TableganTraining settings = run.settings();
    TableCode code = config.code();
    TableDataset data = TableDataset.of(run.data(), TableganFamily.ID);
    float[] rows = code.encode(config.normal(data.train()), "training");
    Map<String, Graph> functions = TableganGraph.functions(config);
    TableganGraph networks = new TableganGraph(config);
    Contest contest =
        new Contest(
            TableganFamily.ID,
            code.width(),
            1,
            config.latentDim(),
            0,
            PairGraph.game(networks, settings.game(), settings.reconstruction(), run.seed()),
            PairGraph.standing(networks),
            functions,
            "csv",
            (weights, file) ->
                Painting.draw(
                    new TableganGenerator(config, Functions.of(functions, weights, run.device())),
                    ROWS,
                    file));
    return GameTrainer.train(
        run,
        new RowBatches(rows, code.width(), settings.batchSize(), run.seed()),
        settings.play(),
        contest,
        progress);
  }
}
