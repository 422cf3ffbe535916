package dev.seisei.engine.file;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.op.PrimitiveOp;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The operations that a file can hold, by name: all primitives and the gradients of composites,
 * found by reflection. (A composite itself has a definition instead.)
 */
final class Operations {
  /** Either a constant of an enum, which is an operation, or a class of records. */
  private static final Map<String, Object> BY_NAME = new TreeMap<>();

  static {
    collect(PrimitiveOp.class);
    collect(CompositeGradient.class);
  }

  private Operations() {}

  private static void collect(Class<?> type) {
    if (type.isSealed() && type.isInterface()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        collect(permitted);
      }
    } else if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        add(name((Op) constant), constant);
      }
    } else {
      add(Names.snakeCase(type.getSimpleName()), type);
    }
  }

  private static void add(String name, Object operation) {
    Object other = BY_NAME.put(name, operation);
    if (other != null) {
      throw new IllegalStateException(
          "two operations would be called " + name + " in files: " + operation + ", " + other);
    }
  }

  /** What files call an operation. */
  static String name(Op op) {
    return op instanceof Enum<?> constant
        ? constant.name().toLowerCase(Locale.ROOT)
        : Names.snakeCase(op.getClass().getSimpleName());
  }

  /** The operation of a name that has no attributes of its own, or null. */
  static @Nullable Op constant(String name) {
    return BY_NAME.get(name) instanceof Op op ? op : null;
  }

  /** The record that holds the attributes of the operations of a name, or null. */
  static @Nullable Class<?> record(String name) {
    return BY_NAME.get(name) instanceof Class<?> type ? type : null;
  }

  /** Whether files have a name for an operation. */
  static boolean holds(Op op) {
    Object known = BY_NAME.get(name(op));
    return op.equals(known) || op.getClass().equals(known);
  }
}
