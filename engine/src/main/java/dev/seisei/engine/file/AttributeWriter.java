package dev.seisei.engine.file;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Composite;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Writes attributes of operations by what they are: the counterpart of {@link AttributeReader}.
 *
 * @param constants the number of a tensor in the file
 * @param composites the key of a composite's definition in the file
 */
record AttributeWriter(ToIntFunction<Tensor> constants, Function<Composite, String> composites) {

  /**
   * Writes a value.
   *
   * @throws IllegalArgumentException if files have no form for it
   */
  void write(JsonGenerator out, Object value) throws IOException {
    if (value instanceof Integer number) {
      out.writeNumber(number);
    } else if (value instanceof Long number) {
      out.writeNumber(number);
    } else if (value instanceof Double number) {
      out.writeNumber(number); // in quotes, if it is not finite
    } else if (value instanceof Boolean truth) {
      out.writeBoolean(truth);
    } else if (value instanceof String text) {
      out.writeString(text);
    } else if (value instanceof Enum<?> constant) {
      out.writeString(constant.name());
    } else if (value instanceof Dim dim) {
      Dims.write(out, dim);
    } else if (value instanceof Shape shape) {
      write(out, shape.dims());
    } else if (value instanceof TensorType type) {
      type(out, type);
    } else if (value instanceof Tensor tensor) {
      out.writeNumber(constants.applyAsInt(tensor));
    } else if (value instanceof Composite composite) {
      out.writeString(composites.apply(composite));
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object element : list) {
        write(out, element);
      }
      out.writeEndArray();
    } else if (value instanceof Record attributes) {
      fields(out, attributes);
    } else {
      throw new IllegalArgumentException("files have no form for a " + value.getClass().getName());
    }
  }

  /** The element type, then the extents. */
  private static void type(JsonGenerator out, TensorType type) throws IOException {
    Limits.shape(type.shape());
    out.writeStartArray();
    out.writeString(type.dtype().name());
    for (Dim dim : type.shape().dims()) {
      Dims.write(out, dim);
    }
    out.writeEndArray();
  }

  private void fields(JsonGenerator out, Record attributes) throws IOException {
    out.writeStartObject();
    for (RecordComponent component : attributes.getClass().getRecordComponents()) {
      out.writeFieldName(Names.snakeCase(component.getName()));
      try {
        write(out, component.getAccessor().invoke(attributes));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + component + " of " + attributes, e);
      }
    }
    out.writeEndObject();
  }
}
