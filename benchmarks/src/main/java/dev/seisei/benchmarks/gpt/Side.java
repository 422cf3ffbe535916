package dev.seisei.benchmarks.gpt;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The sides that are compared. Each names the class that makes its peer instead of using it, since
 * that class is there only if the build included its libraries.
 */
enum Side {
  SEISEI("seisei", "F32", "SeiseiPeer$Factory", "part of every build"),
  SAMEDIFF("samediff", "F32", "SameDiffPeer$Factory", "part of every build"),
  LIBTORCH("libtorch", "F32", "LibtorchPeer$Factory", "build with the Maven profile peers");

  private final String label;
  private final String precision;
  private final String factory;
  private final String howToGet;

  Side(String label, String precision, String factory, String howToGet) {
    this.label = label;
    this.precision = precision;
    this.factory = Side.class.getPackageName() + "." + factory;
    this.howToGet = howToGet;
  }

  /** Returns the side of that name, such as {@code libtorch}. */
  static Side of(String label) {
    return Arrays.stream(values())
        .filter(side -> side.label.equals(label))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no side " + label + "; there are " + labels(", ")));
  }

  /** Returns the names of all sides. */
  static String labels(String separator) {
    return Arrays.stream(values()).map(Side::label).collect(Collectors.joining(separator));
  }

  /** Returns the name of this side. */
  String label() {
    return label;
  }

  /** Returns the precision of its matrix products. */
  String precision() {
    return precision;
  }

  /** Says how to get this side into the build. */
  String howToGet() {
    return howToGet;
  }

  /** Returns whether this side is the project's own. */
  boolean ours() {
    return this == SEISEI;
  }

  /** Returns whether this side was built. */
  boolean present() {
    return Side.class.getClassLoader().getResource(factory.replace('.', '/') + ".class") != null;
  }

  /** Makes the peer of this side. */
  PeerFactory factory() {
    try {
      return Class.forName(factory)
          .asSubclass(PeerFactory.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(label + " is not in this build: " + howToGet, e);
    }
  }
}
