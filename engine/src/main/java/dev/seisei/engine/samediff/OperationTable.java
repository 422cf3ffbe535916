package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which SameDiff operations can be imported, and how. */
public final class OperationTable {
  /** Turns one operation into values, one an output. */
  @FunctionalInterface
  interface Importer {
    List<Value> apply(OperationCall call);
  }

  /** An importer of an operation with one output. */
  @FunctionalInterface
  interface SingleImporter {
    Value apply(OperationCall call);
  }

  /** Where the parts of the table register their importers. */
  static final class Builder {
    private final Map<String, Importer> importers = new TreeMap<>();

    void put(String kind, SingleImporter importer) {
      putAll(kind, call -> List.of(importer.apply(call)));
    }

    void putAll(String kind, Importer importer) {
      if (importers.put(kind, importer) != null) {
        throw new IllegalStateException("two importers of " + kind);
      }
    }
  }

  private static final Map<String, Importer> TABLE = build();

  private OperationTable() {}

  private static Map<String, Importer> build() {
    Builder table = new Builder();
    ElementwiseImports.register(table);
    PairwiseImports.register(table);
    SelectionImports.register(table);
    ReductionImports.register(table);
    AxisImports.register(table);
    ShapeImports.register(table);
    SliceImports.register(table);
    IndexImports.register(table);
    CreationImports.register(table);
    MatrixImports.register(table);
    BlockImports.register(table);
    ProductImports.register(table);
    AttentionImports.register(table);
    ConvolutionImports.register(table);
    PoolingImports.register(table);
    NormalizationImports.register(table);
    RecurrentImports.register(table);
    LossImports.register(table);
    return table.importers;
  }

  /** The kinds of operations that can be imported. */
  public static SortedSet<String> kinds() {
    return new TreeSet<>(TABLE.keySet());
  }

  /**
   * Imports one operation.
   *
   * @throws IllegalArgumentException naming the operation, if it cannot be imported
   */
  static List<Value> apply(OperationCall call) {
    Importer importer = TABLE.get(call.kind());
    if (importer == null) {
      throw call.refuse(Refusals.of(call.kind()));
    }
    try {
      return importer.apply(call);
    } catch (IllegalArgumentException | IllegalStateException e) {
      String message = e.getMessage();
      if (message != null && message.startsWith("operation " + call.label() + " (")) {
        throw e;
      }
      IllegalArgumentException named = call.refuse(String.valueOf(message));
      named.initCause(e);
      throw named;
    }
  }
}
