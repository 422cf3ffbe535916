package dev.seisei.engine.onednn;

import dev.seisei.engine.kernel.Layout;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Composite;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the inputs of a recurrent layer are: x, input weights, recurrent weights, biases, initial
 * states, mask.
 *
 * @param biases how many biases
 * @param states how many initial states; 0 for zeros
 */
record RecurrentInputs(int biases, int states, boolean masked) {
  static final int X = 0;
  static final int INPUT_WEIGHTS = 1;
  static final int RECURRENT_WEIGHTS = 2;
  static final int BIAS = 3;

  static RecurrentInputs of(Composite layer) {
    boolean lstm = layer.opName().equals("lstm");
    int states = !isTrue(layer, "initial") ? 0 : lstm ? 2 : 1;
    return new RecurrentInputs(lstm ? 1 : 2, states, isTrue(layer, "mask"));
  }

  private static boolean isTrue(Composite layer, String attribute) {
    return Boolean.TRUE.equals(layer.attributes().get(attribute));
  }

  /** The first initial state. */
  int state() {
    return BIAS + biases;
  }

  int mask() {
    return state() + states;
  }

  int count() {
    return mask() + (masked ? 1 : 0);
  }

  /** How kernels take them. */
  List<Layout> layouts(
      Request request,
      RecurrentSizes sizes,
      DType dtype,
      Layout inputWeights,
      Layout recurrentWeights) {
    List<Layout> layouts = new ArrayList<>();
    layouts.add(Layouts.keepOwn(request.in(X), sizes.byTime(dtype, sizes.features())));
    layouts.add(inputWeights);
    layouts.add(recurrentWeights);
    for (int i = BIAS; i < mask(); i++) {
      layouts.add(request.in(i).strided().of(DType.F32).dense());
    }
    if (masked) {
      layouts.add(Layouts.keepOwn(request.in(mask()), sizes.mask()));
    }
    return layouts;
  }
}
