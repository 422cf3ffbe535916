package dev.seisei.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.KernelProvider;
import dev.seisei.engine.kernel.Operand;
import dev.seisei.engine.kernel.PostOp;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.Composites;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.CompositeType;
import dev.seisei.engine.op.MatMul;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.PrimitiveOp;
import dev.seisei.engine.op.Reduce;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.Softmax;
import dev.seisei.engine.op.SoftmaxGradient;
import dev.seisei.engine.op.Unary;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

class OneDnnProviderTest {
  private final OneDnnProvider provider = new OneDnnProvider();

  private static Operand operand(DType dtype, long... shape) {
    return new Operand(Strided.dense(dtype, shape), false);
  }

  private static TensorType type(long... shape) {
    return new TensorType(DType.F32, Shape.of(shape));
  }

  @Test
  void isFoundAsAService() {
    assertTrue(
        ServiceLoader.load(KernelProvider.class).stream()
            .anyMatch(found -> found.type() == OneDnnProvider.class));
  }

  /** A new operation is put on one of the two lists, and if taken, into a parity test. */
  @Test
  void everyOperationIsTakenOrLeft() {
    Set<String> taken =
        Set.of(
            "Binary",
            "Clip",
            "Convolution",
            "ConvolutionInputGradient",
            "ConvolutionWeightGradient",
            "LogSoftmax",
            "LogSoftmaxGradient",
            "MatMul",
            "Power",
            "Reduce",
            "Scale",
            "Softmax",
            "SoftmaxGradient",
            "Unary",
            "UnaryGradient");
    Set<String> left =
        Set.of(
            "ArgReduce",
            "Broadcast",
            "Cast",
            "Compare",
            "Concat",
            "Cumulative",
            "Gather",
            "Leaf",
            "Logical",
            "Pad",
            "Permute",
            "Random",
            "Reshape",
            "Reverse",
            "ScatterAdd",
            "Select",
            "Slice",
            "StopGradient");
    Set<String> all = new TreeSet<>(taken);
    all.addAll(left);
    assertEquals(
        all,
        Arrays.stream(PrimitiveOp.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static Node use(CompositeType type, List<Value> inputs, List<Value> results) {
    Map<String, Object> attributes =
        Map.of("epsilon", 1e-5, "slope", 0.1, "alpha", 1.0, "smoothing", 0.0, "groups", 2);
    return Node.of(new Composite(type, attributes, inputs, results), inputs);
  }

  @Test
  void claimsTheseComposites() {
    Set<String> claimed = new TreeSet<>();
    Value x = Ops.input("x", DType.F32, Shape.of(4, 6));
    Value y = Ops.unary(Unary.EXP, x);
    Value gain = Ops.input("gain", DType.F32, Shape.of(6));
    Value shift = Ops.input("shift", DType.F32, Shape.of(6));
    Value labels = Ops.input("labels", DType.I32, Shape.of(4));
    Value losses = Ops.reshape(Ops.sum(x, List.of(1)), Shape.of(4));
    for (CompositeType type : Composites.all()) {
      Node node =
          switch (type.name()) {
            case "batch_norm" ->
                use(
                    type,
                    List.of(x, gain, shift),
                    List.of(y, Ops.unary(Unary.EXP, gain), Ops.unary(Unary.EXP, shift)));
            case "sparse_softmax_cross_entropy" -> use(type, List.of(x, labels), List.of(losses));
            default -> use(type, List.of(x), List.of(y));
          };
      if (provider.claims(node)) {
        claimed.add(type.name());
      }
    }
    assertEquals(
        Set.of(
            "batch_norm",
            "dropout_mask",
            "elu",
            "gelu",
            "gelu_tanh",
            "group_norm",
            "layer_norm",
            "leaky_relu",
            "mish",
            "rms_norm",
            "silu",
            "softplus",
            "sparse_softmax_cross_entropy"),
        claimed);
  }

  /** A kernel that believed the name would read or write beyond an operand. */
  @Test
  void leavesCompositesWhoseOperandsAreNotThoseOfTheirNames() {
    Value x = Ops.input("x", DType.F32, Shape.of(4, 6));
    Value y = Ops.unary(Unary.EXP, x);
    Value one = Ops.input("one", DType.F32, Shape.of(1));
    Value many = Ops.input("many", DType.I32, Shape.of(4));
    Value few = Ops.input("few", DType.I32, Shape.of(2));
    Value losses = Ops.reshape(Ops.sum(x, List.of(1)), Shape.of(4));
    for (CompositeType type : Composites.all()) {
      List<Node> uses =
          List.of(
              use(type, List.of(x, one), List.of(y)),
              use(type, List.of(x, one, one), List.of(y)),
              use(type, List.of(x, one, one), List.of(y, one, one)),
              use(type, List.of(x), List.of(losses)),
              use(type, List.of(x, few), List.of(losses)),
              use(type, List.of(x, many), List.of(y)),
              use(type, List.of(one, x), List.of(one)));
      for (Node node : uses) {
        assertFalse(provider.claims(node), node.toString());
      }
    }
  }

  @Test
  void leavesOtherTypesAndEmptyOperands() {
    for (DType dtype : List.of(DType.F64, DType.I32, DType.F16)) {
      Operand operand = operand(dtype, 4, 4);
      assertNull(
          provider.propose(
              new Request(Binary.ADD, List.of(operand, operand), List.of(operand), List.of())));
    }
    Operand empty = operand(DType.F32, 0, 4);
    assertNull(
        provider.propose(
            new Request(Binary.ADD, List.of(empty, empty), List.of(empty), List.of())));
    Value x = Ops.input("x", DType.F64, Shape.of(4, 6));
    Value y = Ops.apply(new Softmax(), x);
    assertFalse(provider.claims(Node.of(new SoftmaxGradient(), List.of(y, x))));
  }

  @Test
  void leavesFunctionsThatOneDnnLacks() {
    Operand operand = operand(DType.F32, 4, 4);
    assertNull(
        provider.propose(new Request(Unary.SIN, List.of(operand), List.of(operand), List.of())));
    assertNull(
        provider.propose(
            new Request(Binary.POW, List.of(operand, operand), List.of(operand), List.of())));
    assertNull(
        provider.propose(
            new Request(
                new Reduce(Reduce.Kind.PROD, List.of(0)),
                List.of(operand),
                List.of(operand(DType.F32, 1, 4)),
                List.of())));
  }

  @Test
  void fusesFunctionsIntoProductsBinariesAndSums() {
    TensorType result = type(8, 6);
    TensorType row = type(1, 6);
    assertTrue(provider.fuses(new MatMul(), result, List.of(), Binary.ADD, row));
    assertTrue(provider.fuses(new MatMul(), result, List.of(), Unary.TANH, null));
    assertTrue(provider.fuses(Binary.MUL, result, List.of(), new Scale(2, 0), null));
    Reduce sum = new Reduce(Reduce.Kind.SUM, List.of(0));
    assertTrue(provider.fuses(sum, row, List.of(), new Scale(2, 0), null));
    assertFalse(provider.fuses(sum, row, List.of(), Binary.ADD, row));
    assertFalse(provider.fuses(Unary.EXP, result, List.of(), Binary.ADD, row));
    assertFalse(provider.fuses(new MatMul(), result, List.of(), Unary.SIN, null));
    assertFalse(provider.fuses(new MatMul(), result, List.of(), Binary.POW, row));
    List<PostOp> many =
        List.of(
            new PostOp(Unary.ABS, -1),
            new PostOp(Unary.ABS, -1),
            new PostOp(Unary.ABS, -1),
            new PostOp(Unary.ABS, -1),
            new PostOp(Unary.ABS, -1),
            new PostOp(Unary.ABS, -1));
    assertFalse(provider.fuses(new MatMul(), result, many, Unary.TANH, null));
  }

  /** A product with an added row, on memory of its own. */
  private static final class Product implements AutoCloseable {
    private final Tensor a = Tensor.zeros(Device.CPU, DType.F32, 64, 32);
    private final Tensor b = Tensor.zeros(Device.CPU, DType.F32, 32, 48);
    private final Tensor row = Tensor.zeros(Device.CPU, DType.F32, 1, 48);
    private final Tensor result = Tensor.zeros(Device.CPU, DType.F32, 64, 48);
    private final Buffer scratch = Device.CPU.allocate(1 << 20);

    Product() {
      for (int i = 0; i < 32; i++) {
        a.setDouble(i, 1);
        b.setDouble(48L * i, i);
      }
      row.setDouble(0, 0.5);
    }

    Kernel bind() {
      Proposal proposal =
          new OneDnnProvider()
              .propose(
                  new Request(
                      new MatMul(),
                      List.of(
                          operand(DType.F32, 64, 32),
                          operand(DType.F32, 32, 48),
                          operand(DType.F32, 1, 48)),
                      List.of(operand(DType.F32, 64, 48)),
                      List.of(new PostOp(Binary.ADD, 2))));
      assertNotNull(proposal);
      assertTrue(proposal.scratchBytes() <= scratch.bytes());
      return proposal
          .binder()
          .bind(List.of(a.buffer(), b.buffer(), row.buffer()), List.of(result.buffer()), scratch);
    }

    void check(Kernel kernel) {
      result.setDouble(0, 0);
      kernel.run();
      assertEquals(496.5, result.getDouble(0));
    }

    @Override
    public void close() {
      List.of(a, b, row, result).forEach(Tensor::close);
      scratch.close();
    }
  }

  @Test
  void kernelsOutliveTheGarbageCollectorAndTheCallersScopes() {
    try (Product product = new Product()) {
      Kernel kernel = boundWithinAScope(product);
      for (int i = 0; i < 3; i++) {
        System.gc();
        product.check(kernel);
      }
      kernel.close();
      kernel.close();
      product.check(product.bind());
    }
  }

  @SuppressWarnings("try") // an open scope acts on what is made meanwhile
  private static Kernel boundWithinAScope(Product product) {
    try (PointerScope scope = new PointerScope()) {
      return product.bind();
    }
  }

  @Test
  void runningAllocatesNothing() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Product product = new Product();
        Kernel kernel = product.bind()) {
      kernel.run();
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1000; i++) {
        kernel.run();
      }
      long each = (threads.getCurrentThreadAllocatedBytes() - before) / 1000;
      assertEquals(0, each);
    }
  }
}
