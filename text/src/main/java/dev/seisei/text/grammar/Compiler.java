package dev.seisei.text.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a program of rules. */
final class Compiler {
  private static final int MOST_POSITIONS = 500_000;

  private record Times(Expression part, int most) {}

  private final Map<String, Expression> rules;
  private final Map<String, Integer> indices = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<List<List<Expression>>> bodies = new ArrayList<>();
  private final Map<BitSet, Integer> sets = new LinkedHashMap<>();
  private final Map<CodePoints, Integer> classes = new HashMap<>();
  private final Map<Times, Integer> repetitions = new HashMap<>();
  private final Deque<Integer> unwritten = new ArrayDeque<>();
  private byte[] kinds = new byte[256];
  private int[] operands = new int[256];
  private int positions;

  private Compiler(Map<String, Expression> rules) {
    this.rules = rules;
  }

  /**
   * The program of the rules that the root needs.
   *
   * @throws GrammarException if a rule is missing, begins with itself, or can never end; or if
   *     there is too much
   */
  static Program compile(Map<String, Expression> rules, String root) {
    return new Compiler(rules).program(root);
  }

  private Program program(String root) {
    int rootIndex = named(root);
    Map<Integer, int[]> written = new HashMap<>();
    while (!unwritten.isEmpty()) {
      int rule = unwritten.remove();
      List<List<Expression>> body = bodies.get(rule);
      int[] starts = new int[body.size()];
      for (int i = 0; i < starts.length; i++) {
        starts[i] = positions;
        for (Expression part : body.get(i)) {
          write(rule, part);
        }
        emit(Program.END, 0);
      }
      written.put(rule, starts);
    }
    int[][] starts = new int[names.size()][];
    written.forEach((rule, each) -> starts[rule] = each);
    byte[] code = Arrays.copyOf(kinds, positions);
    int[] arguments = Arrays.copyOf(operands, positions);
    Checks checks = new Checks(code, arguments, starts, names);
    BitSet nullable = checks.nullable();
    int[] ranks = checks.ranks(nullable);
    checks.requireEnds();
    return new Program(
        code, arguments, List.copyOf(sets.keySet()), starts, nullable, ranks, rootIndex);
  }

  private int named(String name) {
    Integer known = indices.get(name);
    if (known != null) {
      return known;
    }
    Expression body = rules.get(name);
    if (body == null) {
      throw new GrammarException("rule " + name + " is used, but not defined");
    }
    int rule = add(name, List.of(List.of(body)));
    indices.put(name, rule);
    return rule;
  }

  private int add(String name, List<List<Expression>> body) {
    int rule = names.size();
    names.add(name);
    // A rule that is a choice has its options as alternatives.
    if (body.size() == 1
        && body.get(0).size() == 1
        && body.get(0).get(0) instanceof Expression.Choice choice) {
      bodies.add(choice.options().stream().map(List::of).toList());
    } else {
      bodies.add(body);
    }
    unwritten.add(rule);
    return rule;
  }

  private void write(int rule, Expression expression) {
    if (expression instanceof Expression.Literal literal) {
      for (byte each : literal.bytes()) {
        BitSet one = new BitSet();
        one.set(each & 0xFF);
        emitSet(one);
      }
    } else if (expression instanceof Expression.Characters characters) {
      writeCharacters(rule, characters.set());
    } else if (expression instanceof Expression.Sequence sequence) {
      sequence.parts().forEach(part -> write(rule, part));
    } else if (expression instanceof Expression.Choice) {
      emit(Program.CALL, add(names.get(rule), List.of(List.of(expression))));
    } else if (expression instanceof Expression.Reference reference) {
      emit(Program.CALL, named(reference.rule()));
    } else if (expression instanceof Expression.Repeat repeat) {
      writeRepeat(rule, repeat);
    } else if (expression instanceof Expression.ByteRange range) {
      BitSet bytes = new BitSet();
      bytes.set(range.first(), range.last() + 1);
      emitSet(bytes);
    } else if (expression instanceof Expression.Compiled compiled) {
      emit(Program.CALL, compiled.rule());
    }
  }

  private void writeCharacters(int rule, CodePoints set) {
    if (set.isEmpty()) {
      throw new GrammarException("rule " + names.get(rule) + " has a class without characters");
    }
    if (set.isAscii()) {
      BitSet bytes = new BitSet();
      set.ranges().forEach(range -> bytes.set(range.first(), range.last() + 1));
      emitSet(bytes);
      return;
    }
    Integer known = classes.get(set);
    if (known == null) {
      known = names.size();
      names.add(names.get(rule));
      bodies.add(List.of());
      classes.put(set, known);
      List<List<Expression>> alternatives = new ArrayList<>();
      for (int[] pairs : Utf8.sequences(set)) {
        List<Expression> sequence = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
          sequence.add(new Expression.ByteRange(pairs[i], pairs[i + 1]));
        }
        alternatives.add(sequence);
      }
      bodies.set(known, alternatives);
      unwritten.add(known);
    }
    emit(Program.CALL, known);
  }

  /** x{2,4} is x x (x (x)?)?, and x* is a rule r ::= x r | nothing. */
  private void writeRepeat(int rule, Expression.Repeat repeat) {
    Expression part = repeat.part();
    if (repeat.least() > repeat.most()) {
      throw new GrammarException(
          "rule "
              + names.get(rule)
              + " repeats at least "
              + repeat.least()
              + " and at most "
              + repeat.most()
              + " times");
    }
    boolean small = part instanceof Expression.Characters || part instanceof Expression.Reference;
    if (!small && repeat.most() > 1) {
      int alone = add(names.get(rule), List.of(List.of(part)));
      part = new Expression.Compiled(alone);
    }
    for (int i = 0; i < repeat.least(); i++) {
      write(rule, part);
    }
    if (repeat.most() == Expression.UNBOUNDED) {
      emit(Program.CALL, unbounded(rule, part));
    } else if (repeat.most() > repeat.least()) {
      emit(Program.CALL, atMost(rule, part, repeat.most() - repeat.least()));
    }
  }

  private int unbounded(int rule, Expression part) {
    Times key = new Times(part, Expression.UNBOUNDED);
    Integer known = repetitions.get(key);
    if (known == null) {
      known = names.size();
      repetitions.put(key, known);
      add(names.get(rule), List.of(List.of(part, new Expression.Compiled(known)), List.of()));
    }
    return known;
  }

  private int atMost(int rule, Expression part, int most) {
    requireRoom(3L * most);
    int fewer = -1;
    for (int times = 1; times <= most; times++) {
      Times key = new Times(part, times);
      Integer known = repetitions.get(key);
      if (known == null) {
        List<Expression> one =
            fewer < 0 ? List.of(part) : List.of(part, new Expression.Compiled(fewer));
        known = add(names.get(rule), List.of(one, List.of()));
        repetitions.put(key, known);
      }
      fewer = known;
    }
    return fewer;
  }

  private void emitSet(BitSet set) {
    emit(Program.BYTES, sets.computeIfAbsent(set, any -> sets.size()));
  }

  private void emit(byte kind, int operand) {
    requireRoom(1);
    if (positions == kinds.length) {
      kinds = Arrays.copyOf(kinds, 2 * positions);
      operands = Arrays.copyOf(operands, 2 * positions);
    }
    kinds[positions] = kind;
    operands[positions++] = operand;
  }

  private void requireRoom(long more) {
    if (positions + more > MOST_POSITIONS) {
      throw new GrammarException(
          "the grammar is too large: more than "
              + MOST_POSITIONS
              + " elements, counting repetitions as often as they are bounded to");
    }
  }
}
