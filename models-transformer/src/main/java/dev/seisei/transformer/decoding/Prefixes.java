package dev.seisei.transformer.decoding;

import dev.seisei.transformer.decoder.RememberedContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pages of beginnings of texts that were read, so that texts that begin alike need not be read
 * again. Only texts of one scope share: who cannot name another's scope cannot find out, by how
 * long an answer takes, what the other has asked.
 *
 * <p>A tree, in which every node is one full page after those of its parents. Pages that no text
 * holds are forgotten when there is no other room, those used longest ago first.
 *
 * <p>Source: Zheng et al., 2023, arXiv 2312.07104, section 3.
 */
final class Prefixes {
  private final PagePool pool;
  private final Map<String, Node> scopes = new HashMap<>();
  private long clock;

  Prefixes(PagePool pool) {
    this.pool = pool;
  }

  private static final class Node {
    final int page;

    /** By the tokens of the page. */
    final Map<List<Integer>, Node> next = new HashMap<>();

    long used;

    Node(int page) {
      this.page = page;
    }
  }

  /**
   * The pages of the longest beginning that is known, each held once more for the caller.
   *
   * @param scope of the text
   * @param most how many tokens may be skipped
   */
  List<Integer> find(String scope, int[] tokens, int most) {
    List<Integer> pages = new ArrayList<>();
    Node node = scopes.get(scope);
    while (node != null && (pages.size() + 1) * RememberedContext.PAGE <= most) {
      node = node.next.get(tokens(tokens, pages.size()));
      if (node != null) {
        node.used = ++clock;
        pool.hold(node.page);
        pages.add(node.page);
      }
    }
    return pages;
  }

  /** Keeps the full pages of a text that was read. */
  void keep(String scope, int[] tokens, Remembered text) {
    Node node = scopes.computeIfAbsent(scope, made -> new Node(0));
    for (int i = 0; (i + 1) * RememberedContext.PAGE <= text.tokens(); i++) {
      int page = text.page(i);
      node =
          node.next.computeIfAbsent(
              tokens(tokens, i),
              made -> {
                pool.hold(page);
                return new Node(page);
              });
      node.used = ++clock;
    }
  }

  private static List<Integer> tokens(int[] tokens, int page) {
    int from = page * RememberedContext.PAGE;
    return Arrays.stream(tokens, from, from + RememberedContext.PAGE).boxed().toList();
  }

  /** Lets go of the page that was used longest ago and that no other follows; whether one was. */
  boolean forget() {
    Node oldestParent = null;
    List<Integer> oldestKey = null;
    long oldest = Long.MAX_VALUE;
    List<Node> open = new ArrayList<>(scopes.values());
    while (!open.isEmpty()) {
      Node parent = open.remove(open.size() - 1);
      for (Map.Entry<List<Integer>, Node> child : parent.next.entrySet()) {
        if (!child.getValue().next.isEmpty()) {
          open.add(child.getValue());
        } else if (child.getValue().used < oldest) {
          oldest = child.getValue().used;
          oldestParent = parent;
          oldestKey = child.getKey();
        }
      }
    }
    if (oldestParent == null || oldestKey == null) {
      return false;
    }
    Node gone = oldestParent.next.remove(oldestKey);
    if (gone != null) {
      pool.give(gone.page);
    }
    scopes.values().removeIf(scope -> scope.next.isEmpty());
    return true;
  }
}
