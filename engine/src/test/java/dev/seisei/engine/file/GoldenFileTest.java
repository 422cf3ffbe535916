package dev.seisei.engine.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.plan.Plan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Files of earlier builds stay readable: the golden ones are never made anew. */
class GoldenFileTest {
  private static final int GRAPHS = 190;

  static byte[] golden() throws IOException {
    try (InputStream file = GoldenFileTest.class.getResourceAsStream("graphs-1.json")) {
      return Objects.requireNonNull(file).readAllBytes();
    }
  }

  @Test
  void everyGraphOfVersion1IsThere() throws IOException {
    Map<String, Graph> graphs = GraphFile.read(golden());
    assertEquals(GRAPHS, graphs.size());
    assertEquals(
        RoundTrip.text(golden()),
        RoundTrip.text(GraphFile.write(graphs)),
        "written again, as long as version 1 is what is written");
    graphs.forEach(
        (name, graph) -> {
          if (name.startsWith("composite ")) {
            String type = name.substring("composite ".length());
            assertTrue(
                graph.nodes().stream()
                    .anyMatch(n -> n.op() instanceof Composite c && c.opName().equals(type)),
                name);
          }
        });
  }

  @Test
  void itComputesWhatItDid() throws IOException {
    Graph graph = Objects.requireNonNull(GraphFile.read(golden()).get("scores"));
    try (Plan plan = Plan.of(graph).bind("batch", 2).compile()) {
      plan.input("x").copyFrom(Tensor.of(new float[] {1, -1, 0.5f, 2}, 2, 2));
      plan.run();
      double[] sums = {0.25, -1.875, 2.25, 0.75, 1.625, -0.25};
      assertArrayEquals(
          Arrays.stream(sums).map(Math::tanh).toArray(), plan.output("y").toDoubles(), 1e-5);
    }
  }

  /** Each part of the file can be changed by hand, in any order of fields. */
  @Test
  void theOrderOfFieldsDoesNotMatter() {
    String node =
        "{\"types\":[[\"F32\",2]],\"attributes\":{\"type\":[\"F32\",2],\"key\":\"x\"},\"op\":\"input\"}";
    String file =
        "{\"graphs\":{\"g\":{\"updates\":{},\"outputs\":{\"y\":0},\"nodes\":["
            + node
            + "]}},"
            + "\"composites\":{},\"constants\":[],\"version\":1,\"format\":\"seisei-graphs\"}";
    Map<String, Graph> graphs = GraphFile.read(file.getBytes(StandardCharsets.UTF_8));
    assertEquals("[y]", Objects.requireNonNull(graphs.get("g")).outputs().keySet().toString());
  }
}
