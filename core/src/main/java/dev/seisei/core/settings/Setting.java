package dev.seisei.core.settings;

import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A component of a settings record.
 *
 * @param name outside Java
 * @param type never a primitive, but the class that boxes it
 * @param nullable whether it may be absent
 * @param inline whether it is a record whose settings are those of the record that has it
 * @param description one sentence; may be empty
 */
record Setting(
    String name,
    Class<?> type,
    boolean nullable,
    boolean inline,
    String description,
    Method accessor) {
  private static final List<Class<?>> SCALARS =
      List.of(Integer.class, Long.class, Double.class, Boolean.class, String.class, Picture.class);

  static Setting of(RecordComponent component) {
    Class<?> type = MethodType.methodType(component.getType()).wrap().returnType();
    if (!SCALARS.contains(type) && !type.isEnum() && !type.isRecord()) {
      throw new IllegalArgumentException(
          "component "
              + component.getName()
              + " of "
              + component.getDeclaringRecord().getName()
              + " is a "
              + component.getType().getName()
              + "; settings are int, long, double, boolean, String, enums, Picture and records");
    }
    boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    boolean inline = component.isAnnotationPresent(Inline.class);
    if (inline && (nullable || !type.isRecord())) {
      throw new IllegalArgumentException(
          "component "
              + component.getName()
              + " of "
              + component.getDeclaringRecord().getName()
              + " must be a record that is never null to be @Inline");
    }
    Description description = component.getAnnotation(Description.class);
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    return new Setting(
        Names.outside(component.getName()),
        type,
        nullable,
        inline,
        description == null ? "" : description.value(),
        accessor);
  }

  /** The component's value in a record. */
  @Nullable Object in(Record settings) {
    try {
      return accessor.invoke(settings);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + accessor, e);
    }
  }

  boolean isRecord() {
    return type.isRecord();
  }

  /** The type as that of nested settings. */
  Class<? extends Record> recordType() {
    return type.asSubclass(Record.class);
  }

  /** The constants of an enum, outside Java. */
  List<String> constants() {
    return Stream.of(type.getEnumConstants()).map(each -> Names.outside((Enum<?>) each)).toList();
  }
}
