package dev.seisei.engine.onednn;

import dev.seisei.engine.memory.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;

/** A primitive whose arguments lie elsewhere from run to run. Allocates nothing when it runs. */
final class Call implements AutoCloseable {
  private final Primitive primitive;

  @SuppressWarnings("UnusedVariable") // held, not read
  private final Buffer keptReachable;

  private final Map<Integer, memory> arguments = new HashMap<>();
  private final IntMemoryMap map;
  private final Address address = new Address();

  /**
   * @param working memory for the primitive to work in
   */
  Call(Primitive primitive, Buffer working) {
    this.primitive = primitive;
    this.keptReachable = working;
    this.map =
        Dnnl.scoped(
            () -> {
              IntMemoryMap made = Dnnl.keep(new IntMemoryMap());
              primitive
                  .layouts()
                  .forEach(
                      (number, layout) -> {
                        address.set(working.address());
                        memory argument = Dnnl.keep(new memory(layout, Dnnl.ENGINE, address));
                        arguments.put(number, argument);
                        made.put(number, argument);
                      });
              return made;
            });
  }

  /** Where an argument lies; the scratchpad has its place. */
  Call at(int number, long where) {
    address.set(where);
    Objects.requireNonNull(arguments.get(number)).set_data_handle(address);
    return this;
  }

  void run() {
    primitive.code().execute(Dnnl.STREAM, map);
  }

  @Override
  public void close() {
    map.close();
    arguments.values().forEach(memory::close);
  }

  /** A pointer that points elsewhere from time to time and owns nothing. */
  private static final class Address extends Pointer {
    void set(long to) {
      address = to;
    }

    @Override
    public boolean equals(Object other) {
      return super.equals(other);
    }

    @Override
    public int hashCode() {
      return super.hashCode();
    }
  }
}
