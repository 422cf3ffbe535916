package dev.seisei.engine.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The extent of one axis: a number, or an expression over symbols such as {@code batch} and {@code
 * time}.
 *
 * <p>Kept in normal form, a polynomial with integer coefficients over symbols and quotients, so
 * that equal expressions are equal objects by {@link #equals}: {@code (batch·64)·2 = batch·128}. A
 * quotient that does not divide evenly stays an atom of its own.
 *
 * <p>Immutable.
 */
public final class Dim {
  /** An indivisible factor of a term. */
  private sealed interface Atom {
    Dim substitute(Function<String, @Nullable Dim> symbols);

    <T> T fold(Algebra<T> algebra);
  }

  /**
   * What becomes of each part of an expression when it is taken apart: a sum has two or more terms,
   * none of which is a sum; a product has two or more factors, a number first if there is one, the
   * others symbols and quotients.
   */
  public interface Algebra<T> {
    T number(long value);

    T symbol(String name);

    T sum(List<T> terms);

    T product(List<T> factors);

    T quotient(T dividend, T divisor);
  }

  private record Symbol(String name) implements Atom {
    @Override
    public Dim substitute(Function<String, @Nullable Dim> symbols) {
      Dim known = symbols.apply(name);
      return known == null ? symbol(name) : known;
    }

    @Override
    public <T> T fold(Algebra<T> algebra) {
      return algebra.symbol(name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private record Quotient(Dim dividend, Dim divisor) implements Atom {
    @Override
    public Dim substitute(Function<String, @Nullable Dim> symbols) {
      return dividend.substitute(symbols).floorDiv(divisor.substitute(symbols));
    }

    @Override
    public <T> T fold(Algebra<T> algebra) {
      return algebra.quotient(dividend.fold(algebra), divisor.fold(algebra));
    }

    @Override
    public String toString() {
      return "(" + dividend + ")/(" + divisor + ")";
    }
  }

  private static final Pattern SYMBOL = Pattern.compile("[^\\s,+·()\\[\\]]+");

  private static final Comparator<List<Atom>> TERM_ORDER = Comparator.comparing(List::toString);

  public static final Dim ZERO = of(0);
  public static final Dim ONE = of(1);

  /** From a product of atoms (sorted; empty for the constant term) to its coefficient, never 0. */
  private final SortedMap<List<Atom>, Long> terms;

  /** The value of the constant term; for nearly every dimension that is all there is. */
  private final long constant;

  private Dim(SortedMap<List<Atom>, Long> terms) {
    this.terms = terms;
    this.constant = terms.getOrDefault(List.of(), 0L);
  }

  private Dim(long value) {
    this.terms = Collections.emptySortedMap();
    this.constant = value;
  }

  /** The terms of any dimension, a constant one included. */
  private SortedMap<List<Atom>, Long> allTerms() {
    SortedMap<List<Atom>, Long> all = new TreeMap<>(TERM_ORDER);
    all.putAll(terms);
    if (constant != 0) {
      all.put(List.of(), constant);
    }
    return all;
  }

  /** A constant if it is one. */
  private static Dim simplest(SortedMap<List<Atom>, Long> terms) {
    boolean plain = terms.isEmpty() || (terms.size() == 1 && terms.firstKey().isEmpty());
    return plain ? new Dim(terms.getOrDefault(List.of(), 0L)) : new Dim(terms);
  }

  /** A known extent. */
  public static Dim of(long value) {
    return new Dim(value);
  }

  /**
   * An extent known only when a plan is compiled for a bucket.
   *
   * @throws IllegalArgumentException if the name could be mistaken for an expression
   */
  public static Dim symbol(String name) {
    if (!SYMBOL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of a dimension must have no spaces and none of ,+·()[], got \"" + name + "\"");
    }
    return atom(new Symbol(name));
  }

  private static Dim atom(Atom atom) {
    SortedMap<List<Atom>, Long> terms = new TreeMap<>(TERM_ORDER);
    terms.put(List.of(atom), 1L);
    return new Dim(terms);
  }

  private static void addTerm(
      SortedMap<List<Atom>, Long> terms, List<Atom> atoms, long coefficient) {
    long sum = Math.addExact(terms.getOrDefault(atoms, 0L), coefficient);
    if (sum == 0) {
      terms.remove(atoms);
    } else {
      terms.put(atoms, sum);
    }
  }

  public Dim plus(Dim other) {
    if (isConstant() && other.isConstant()) {
      return of(Math.addExact(constant, other.constant));
    }
    SortedMap<List<Atom>, Long> sum = allTerms();
    other.allTerms().forEach((atoms, c) -> addTerm(sum, atoms, c));
    return simplest(sum);
  }

  public Dim plus(long other) {
    return plus(of(other));
  }

  public Dim minus(Dim other) {
    return plus(other.times(-1));
  }

  public Dim times(Dim other) {
    if (isConstant() && other.isConstant()) {
      return of(Math.multiplyExact(constant, other.constant));
    }
    SortedMap<List<Atom>, Long> product = new TreeMap<>(TERM_ORDER);
    allTerms()
        .forEach(
            (a, c) ->
                other
                    .allTerms()
                    .forEach(
                        (b, d) -> {
                          List<Atom> atoms = new ArrayList<>(a);
                          atoms.addAll(b);
                          atoms.sort(Comparator.comparing(Object::toString));
                          addTerm(product, List.copyOf(atoms), Math.multiplyExact(c, d));
                        }));
    return simplest(product);
  }

  public Dim times(long other) {
    return times(of(other));
  }

  /** The quotient, rounded down; exact wherever the divisor's factors can be cancelled. */
  public Dim floorDiv(Dim divisor) {
    if (divisor.isZero()) {
      throw new ArithmeticException("division of " + this + " by zero");
    }
    if (equals(divisor)) {
      return ONE;
    }
    if (isConstant() && divisor.isConstant()) {
      return of(Math.floorDiv(value(), divisor.value()));
    }
    Dim exact = divideExactly(divisor);
    return exact != null ? exact : atom(new Quotient(this, divisor));
  }

  private @Nullable Dim divideExactly(Dim divisor) {
    SortedMap<List<Atom>, Long> factors = divisor.allTerms();
    if (factors.size() != 1) {
      return null;
    }
    List<Atom> by = factors.firstKey();
    long coefficient = factors.getOrDefault(by, 1L);
    SortedMap<List<Atom>, Long> result = new TreeMap<>(TERM_ORDER);
    for (Map.Entry<List<Atom>, Long> term : allTerms().entrySet()) {
      List<Atom> left = new ArrayList<>(term.getKey());
      for (Atom factor : by) {
        if (!left.remove(factor)) {
          return null;
        }
      }
      if (term.getValue() % coefficient != 0) {
        return null;
      }
      addTerm(result, List.copyOf(left), term.getValue() / coefficient);
    }
    return simplest(result);
  }

  public boolean isConstant() {
    return terms.isEmpty();
  }

  public boolean isZero() {
    return terms.isEmpty() && constant == 0;
  }

  public boolean isOne() {
    return terms.isEmpty() && constant == 1;
  }

  /**
   * The number that this is.
   *
   * @throws IllegalStateException if it still has symbols, naming them
   */
  public long value() {
    if (!isConstant()) {
      throw new IllegalStateException(
          "the dimension " + this + " is not known yet: bind " + symbols());
    }
    return constant;
  }

  /** The names of the symbols in this expression. */
  public SortedSet<String> symbols() {
    SortedSet<String> names = new TreeSet<>();
    for (List<Atom> atoms : terms.keySet()) {
      for (Atom atom : atoms) {
        if (atom instanceof Symbol symbol) {
          names.add(symbol.name());
        } else if (atom instanceof Quotient quotient) {
          names.addAll(quotient.dividend().symbols());
          names.addAll(quotient.divisor().symbols());
        }
      }
    }
    return names;
  }

  /** This expression with symbols replaced; a symbol mapped to null stays. */
  public Dim substitute(Function<String, @Nullable Dim> symbols) {
    if (isConstant()) {
      return this;
    }
    Dim result = ZERO;
    for (Map.Entry<List<Atom>, Long> term : terms.entrySet()) {
      Dim product = of(term.getValue());
      for (Atom atom : term.getKey()) {
        product = product.times(atom.substitute(symbols));
      }
      result = result.plus(product);
    }
    return result;
  }

  /** Takes this expression apart, innermost parts first. */
  public <T> T fold(Algebra<T> algebra) {
    if (isConstant()) {
      return algebra.number(constant);
    }
    List<T> sum = new ArrayList<>();
    terms.forEach(
        (atoms, coefficient) -> {
          List<T> product = new ArrayList<>();
          if (atoms.isEmpty() || coefficient != 1) {
            product.add(algebra.number(coefficient));
          }
          atoms.forEach(atom -> product.add(atom.fold(algebra)));
          sum.add(product.size() == 1 ? product.get(0) : algebra.product(product));
        });
    return sum.size() == 1 ? sum.get(0) : algebra.sum(sum);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Dim that && constant == that.constant && terms.equals(that.terms);
  }

  @Override
  public int hashCode() {
    return isConstant() ? Long.hashCode(constant) : toString().hashCode();
  }

  @Override
  public String toString() {
    if (isConstant()) {
      return String.valueOf(constant);
    }
    StringBuilder text = new StringBuilder();
    terms.forEach(
        (atoms, c) -> {
          if (text.length() > 0) {
            text.append('+');
          }
          if (atoms.isEmpty() || c != 1) {
            text.append(c);
          }
          for (int i = 0; i < atoms.size(); i++) {
            text.append(i > 0 || c != 1 ? "·" : "").append(atoms.get(i));
          }
        });
    return text.toString();
  }
}
