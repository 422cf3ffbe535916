package dev.seisei.text.grammar;

import dev.seisei.text.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The bytes of a tokenizer's tokens as a tree, so that what many tokens begin with is looked at
 * once. Immutable and thread-safe; made once for a tokenizer.
 */
public final class Vocabulary {
  private final byte[][] bytes;
  private final int[] eos;

  // The nodes in the order of a walk that visits parents before children. Of each node: its byte,
  // its depth (the root's children have 0), the node behind its descendants, and where the tokens
  // that end there begin and end among all, sorted.
  private byte[] edges = new byte[1024];
  private int[] depths = new int[1024];
  private int[] behind = new int[1024];
  private int[] firstTokens = new int[1024];
  private int[] endTokens = new int[1024];
  private final int[] tokens;
  private int nodes;
  private int deepest;

  Vocabulary(byte[][] bytes, int[] eos) {
    this.bytes = bytes;
    this.eos = eos;
    this.tokens =
        IntStream.range(0, bytes.length)
            .filter(id -> bytes[id].length > 0)
            .boxed()
            .sorted(
                Comparator.comparing((Integer id) -> bytes[id], Arrays::compareUnsigned)
                    .thenComparing(id -> id))
            .mapToInt(id -> id)
            .toArray();
    build();
  }

  /** The vocabulary of a tokenizer. */
  public static Vocabulary of(Tokenizer tokenizer) {
    byte[][] bytes = new byte[tokenizer.size()][];
    for (int id = 0; id < bytes.length; id++) {
      bytes[id] = tokenizer.bytes(id);
    }
    return new Vocabulary(bytes, tokenizer.eos().stream().mapToInt(id -> id).sorted().toArray());
  }

  private void build() {
    byte[] before = new byte[0];
    int[] path = new int[Arrays.stream(bytes).mapToInt(each -> each.length).max().orElse(0)];
    deepest = path.length;
    for (int i = 0; i < tokens.length; i++) {
      byte[] word = bytes[tokens[i]];
      int same = Arrays.mismatch(before, word);
      same = same < 0 ? word.length : same;
      for (int depth = same; depth < before.length; depth++) {
        behind[path[depth]] = nodes;
      }
      for (int depth = same; depth < word.length; depth++) {
        path[depth] = node(word[depth], depth, i);
      }
      endTokens[path[word.length - 1]] = i + 1;
      before = word;
    }
    for (int depth = 0; depth < before.length; depth++) {
      behind[path[depth]] = nodes;
    }
  }

  private int node(byte edge, int depth, int firstToken) {
    if (nodes == edges.length) {
      edges = Arrays.copyOf(edges, 2 * nodes);
      depths = Arrays.copyOf(depths, 2 * nodes);
      behind = Arrays.copyOf(behind, 2 * nodes);
      firstTokens = Arrays.copyOf(firstTokens, 2 * nodes);
      endTokens = Arrays.copyOf(endTokens, 2 * nodes);
    }
    edges[nodes] = edge;
    depths[nodes] = depth;
    firstTokens[nodes] = firstToken;
    return nodes++;
  }

  int size() {
    return bytes.length;
  }

  byte[] bytes(int id) {
    return bytes[id];
  }

  int[] eos() {
    return eos;
  }

  /**
   * What may come after some places whatever is further away.
   *
   * @param tokens those that may
   * @param openNodes the nodes beyond which that depends on what is further away
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, shared within the package.
  record Near(long[] tokens, int[] openNodes) {}

  /** What may come after a state that is {@link Machine#near}. */
  Near near(Machine machine, Machine.State near) {
    long[] allowed = new long[(bytes.length + 63) / 64];
    List<Integer> open = new ArrayList<>();
    Machine.State[] path = new Machine.State[deepest + 1];
    path[0] = near;
    walk(machine, 0, nodes, path, allowed, open);
    return new Near(allowed, open.stream().mapToInt(node -> node).toArray());
  }

  /** The tokens whose bytes may come after a state. */
  long[] allowed(Machine machine, Machine.State state, Near near) {
    long[] allowed = near.tokens.clone();
    Machine.State[] path = new Machine.State[deepest + 1];
    for (int node : near.openNodes) {
      byte[] word = bytes[tokens[firstTokens[node]]];
      path[0] = state;
      Machine.State at = state;
      for (int depth = 0; depth < depths[node] && at != null; depth++) {
        at = machine.next(at, word[depth] & 0xFF);
      }
      if (at != null) {
        path[depths[node]] = at;
        walk(machine, node, behind[node], path, allowed, List.of());
      }
    }
    return allowed;
  }

  private void walk(
      Machine machine, int from, int to, Machine.State[] path, long[] allowed, List<Integer> open) {
    int node = from;
    while (node < to) {
      int depth = depths[node];
      Machine.State next = machine.next(path[depth], edges[node] & 0xFF);
      if (next == null || next.open()) {
        if (next != null) {
          open.add(node);
        }
        node = behind[node];
        continue;
      }
      path[depth + 1] = next;
      for (int i = firstTokens[node]; i < endTokens[node]; i++) {
        allowed[tokens[i] >> 6] |= 1L << (tokens[i] & 63);
      }
      node++;
    }
  }
}
