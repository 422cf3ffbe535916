package dev.seisei.text.template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Operators between two values, as Python has them; integers have 64 bits. */
final class Arithmetic {
  private Arithmetic() {}

  static @Nullable Object apply(
      String operator, @Nullable Object left, @Nullable Object right, Budget budget) {
    if (operator.equals("~")) {
      return joined(Writing.text(left, budget), Writing.text(right, budget), budget);
    }
    if (operator.equals("+") && left instanceof String a && right instanceof String b) {
      return joined(a, b, budget);
    }
    if (operator.equals("+") && left instanceof List<?> a && right instanceof List<?> b) {
      budget.make(a.size() + (long) b.size());
      List<@Nullable Object> both = new ArrayList<>(a);
      both.addAll(b);
      return both;
    }
    if (operator.equals("*") && right instanceof String && left instanceof Long) {
      return apply(operator, right, left, budget);
    }
    if (operator.equals("*") && left instanceof String text && right instanceof Long times) {
      long count = Math.max(0, times);
      budget.make(text.isEmpty() ? 0 : Math.min(count, Integer.MAX_VALUE) * text.length());
      return text.isEmpty() ? "" : text.repeat((int) count);
    }
    if (!Values.isNumber(left) || !Values.isNumber(right)) {
      throw new TemplateException(
          Values.kind(left) + " " + operator + " " + Values.kind(right) + " is not defined");
    }
    boolean real = left instanceof Double || right instanceof Double || operator.equals("/");
    return real
        ? (Object) reals(operator, Values.real(left), Values.real(right))
        : integers(operator, Values.integer(left), Values.integer(right));
  }

  private static String joined(String a, String b, Budget budget) {
    budget.make(a.length() + (long) b.length());
    return a + b;
  }

  private static double reals(String operator, double a, double b) {
    if (b == 0 && (operator.startsWith("/") || operator.equals("%"))) {
      throw new TemplateException("a division by zero");
    }
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> a / b;
      case "//" -> Math.floor(a / b);
      case "%" -> a - b * Math.floor(a / b);
      default -> Math.pow(a, b);
    };
  }

  private static Object integers(String operator, long a, long b) {
    if (b == 0 && (operator.equals("//") || operator.equals("%"))) {
      throw new TemplateException("a division by zero");
    }
    if (operator.equals("**") && b < 0) {
      return Math.pow((double) a, (double) b);
    }
    return exact(
        () ->
            switch (operator) {
              case "+" -> Math.addExact(a, b);
              case "-" -> Math.subtractExact(a, b);
              case "*" -> Math.multiplyExact(a, b);
              case "//" -> Math.floorDiv(a, b);
              case "%" -> Math.floorMod(a, b);
              default -> power(a, b);
            });
  }

  private static long power(long base, long exponent) {
    if (base == 0 || base == 1) {
      return exponent == 0 ? 1 : base;
    }
    if (base == -1) {
      return exponent % 2 == 0 ? 1 : -1;
    }
    if (exponent > 63) {
      throw new ArithmeticException();
    }
    long power = 1;
    for (long i = 0; i < exponent; i++) {
      power = Math.multiplyExact(power, base);
    }
    return power;
  }

  static Long exact(LongSupplier operation) {
    try {
      return operation.getAsLong();
    } catch (ArithmeticException e) {
      throw new TemplateException("an integer beyond 64 bits");
    }
  }
}
