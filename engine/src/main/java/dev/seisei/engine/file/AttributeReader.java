package dev.seisei.engine.file;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Composite;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Reads attributes of operations by the types that they are declared with: the counterpart of
 * {@link AttributeWriter}.
 *
 * @param constants the tensor that a field refers to
 * @param composites the composite that a field refers to
 */
record AttributeReader(Function<Field, Tensor> constants, Function<Field, Composite> composites) {

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if something else is there
   */
  Object read(Field field, Type declared) {
    if (declared instanceof ParameterizedType list && list.getRawType() == List.class) {
      Type element = list.getActualTypeArguments()[0];
      return field.elements().stream().map(each -> read(each, element)).toList();
    }
    if (!(declared instanceof Class<?> type)) {
      throw new IllegalStateException("files have no form for a " + declared);
    }
    if (type == int.class || type == Integer.class) {
      return field.integer();
    } else if (type == long.class || type == Long.class) {
      return field.longInteger();
    } else if (type == double.class || type == Double.class) {
      return field.real();
    } else if (type == boolean.class || type == Boolean.class) {
      return field.truth();
    } else if (type == String.class) {
      return field.text();
    } else if (type.isEnum()) {
      return field.constant(type);
    } else if (type == Dim.class) {
      return Dims.read(field);
    } else if (type == Shape.class) {
      return shape(field, field.elements());
    } else if (type == TensorType.class) {
      return type(field);
    } else if (type == Tensor.class) {
      return constants.apply(field);
    } else if (type == Composite.class) {
      return composites.apply(field);
    } else if (type.isRecord()) {
      return record(field, type);
    }
    throw new IllegalStateException("files have no form for a " + type.getName());
  }

  private static Shape shape(Field field, List<Field> extents) {
    List<Dim> dims = extents.stream().map(Dims::read).toList();
    return field.attempt(() -> Limits.shape(new Shape(dims)));
  }

  /** The type of a value. */
  static TensorType type(Field field) {
    List<Field> parts = field.elements();
    if (parts.isEmpty()) {
      throw field.error("a type must be an array of element type and extents");
    }
    return new TensorType(
        (DType) parts.get(0).constant(DType.class), shape(field, parts.subList(1, parts.size())));
  }

  /** A record, of which every component must be there. */
  Object record(Field field, Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    List<String> names =
        Arrays.stream(components).map(each -> Names.snakeCase(each.getName())).toList();
    field.only(names);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < components.length; i++) {
      values.add(read(field.get(names.get(i)), components[i].getGenericType()));
    }
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      return constructor.newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw field.error(String.valueOf(refused.getMessage()));
      }
      throw new IllegalStateException("cannot make a " + type.getName(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getName(), e);
    }
  }
}
