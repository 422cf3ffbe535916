package dev.seisei.evaluate.fidelity;

import java.util.Arrays;

/**
 * The pairs of rows and columns, each in one pair at most, whose entries have the largest sum.
 *
 * <p>Source: Kuhn, 1955, "The Hungarian method for the assignment problem"; rows are added one by
 * one along the shortest augmenting path, as Jonker and Volgenant, 1987, have it.
 */
final class Matching {
  private static final int NONE = -1;

  private final long[][] gains;
  private final int size;
  private final long[] ofRow;
  private final long[] ofColumn;
  private final int[] rowOf;

  /** Rows and columns beyond the matrix gain nothing. */
  private Matching(long[][] gains) {
    this.gains = gains;
    this.size = Math.max(gains.length, gains[0].length);
    this.ofRow = new long[size];
    this.ofColumn = new long[size];
    this.rowOf = new int[size];
    Arrays.fill(rowOf, NONE);
  }

  /**
   * Finds them.
   *
   * @param gains [rows][columns], at least one of each
   * @return the column of each row; −1 where there is none left for it
   */
  static int[] of(long[][] gains) {
    Matching matching = new Matching(gains);
    for (int row = 0; row < matching.size; row++) {
      matching.add(row);
    }
    int[] columns = new int[gains.length];
    for (int column = 0; column < matching.size; column++) {
      int row = matching.rowOf[column];
      if (row < gains.length) {
        columns[row] = column < gains[0].length ? column : NONE;
      }
    }
    return columns;
  }

  /** What is lost by a pair beyond the two prices; never negative for prices as they are kept. */
  private long slack(int row, int column) {
    boolean real = row < gains.length && column < gains[0].length;
    return -(real ? gains[row][column] : 0) - ofRow[row] - ofColumn[column];
  }

  /** Finds a column for a row, moving rows that have one along the cheapest chain. */
  private void add(int added) {
    long[] distance = new long[size];
    int[] before = new int[size];
    boolean[] reached = new boolean[size];
    Arrays.fill(distance, Long.MAX_VALUE);
    Arrays.fill(before, NONE);
    int column = NONE;
    do {
      int row = column == NONE ? added : rowOf[column];
      long way = column == NONE ? 0 : distance[column];
      int nearest = NONE;
      for (int next = 0; next < size; next++) {
        if (reached[next]) {
          continue;
        }
        long through = way + slack(row, next);
        if (through < distance[next]) {
          distance[next] = through;
          before[next] = column;
        }
        if (nearest == NONE || distance[next] < distance[nearest]) {
          nearest = next;
        }
      }
      column = nearest;
      reached[column] = true;
    } while (rowOf[column] != NONE);
    reprice(added, distance, reached, distance[column]);
    while (column != NONE) {
      int from = before[column];
      rowOf[column] = from == NONE ? added : rowOf[from];
      column = from;
    }
  }

  /** Prices under which every pair, and every edge of the chain, loses nothing. */
  private void reprice(int added, long[] distance, boolean[] reached, long end) {
    ofRow[added] += end;
    for (int column = 0; column < size; column++) {
      if (reached[column] && rowOf[column] != NONE) {
        ofRow[rowOf[column]] += end - distance[column];
        ofColumn[column] -= end - distance[column];
      }
    }
  }
}
