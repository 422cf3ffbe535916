package dev.seisei.engine.file;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.seisei.engine.graph.Dim;
import java.io.IOException;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Dimensions in a file: a number, a symbol, or an operator and what it applies to, as {@code ["*",
 * 2, "batch"]}.
 */
final class Dims {
  private Dims() {}

  /** Writes one part of an expression. */
  private interface Part {
    void write(JsonGenerator out) throws IOException;
  }

  static void write(JsonGenerator out, Dim dim) throws IOException {
    Limits.dim(dim).fold(new Writing()).write(out);
  }

  private static final class Writing implements Dim.Algebra<Part> {
    @Override
    public Part number(long value) {
      return out -> out.writeNumber(value);
    }

    @Override
    public Part symbol(String name) {
      return out -> out.writeString(name);
    }

    @Override
    public Part sum(List<Part> terms) {
      return out -> application(out, "+", terms);
    }

    @Override
    public Part product(List<Part> factors) {
      return out -> application(out, "*", factors);
    }

    @Override
    public Part quotient(Part dividend, Part divisor) {
      return out -> application(out, "/", List.of(dividend, divisor));
    }

    private static void application(JsonGenerator out, String operator, List<Part> operands)
        throws IOException {
      out.writeStartArray();
      out.writeString(operator);
      for (Part operand : operands) {
        operand.write(out);
      }
      out.writeEndArray();
    }
  }

  static Dim read(Field field) {
    if (field.isInteger()) {
      return Dim.of(field.longInteger());
    }
    if (field.isText()) {
      String symbol = field.text();
      return field.attempt(() -> Dim.symbol(symbol));
    }
    List<Field> parts = field.elements();
    if (parts.size() < 3) {
      throw field.error("a dimension must be a number, a symbol, or an operator and its operands");
    }
    BinaryOperator<Dim> operator =
        switch (parts.get(0).text()) {
          case "+" -> Dim::plus;
          case "*" -> Dim::times;
          case "/" -> Dim::floorDiv;
          default -> throw parts.get(0).error("the operators of dimensions are +, * and /");
        };
    Dim result = read(parts.get(1));
    for (Field part : parts.subList(2, parts.size())) {
      Dim left = result;
      Dim right = read(part);
      result = field.attempt(() -> Limits.dim(operator.apply(left, right)));
    }
    return result;
  }
}
