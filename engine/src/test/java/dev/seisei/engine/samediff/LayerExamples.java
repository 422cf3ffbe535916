package dev.seisei.engine.samediff;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Pooling2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.LocalResponseNormalizationConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling3DConfig;

/** Products, attention, pooling, normalization. */
final class LayerExamples {
  private LayerExamples() {}

  static void register(ImportExamples examples) {
    products(examples);
    attention(examples);
    pooling(examples);
    normalization(examples);
  }

  private static void products(ImportExamples examples) {
    examples.add("matmul", "", s -> s.sd.mmul(s.x(3, 4), s.x(4, 2)));
    examples.add("matmul", "transposed", s -> s.sd.mmul(s.x(4, 3), s.x(2, 4), true, true, false));
    examples.add(
        "matmul", "result transposed", s -> s.sd.mmul(s.x(3, 4), s.x(4, 2), false, false, true));
    examples.add("matmul", "batch", s -> s.sd.mmul(s.x(2, 3, 4), s.x(2, 4, 2)));
    examples.add(
        "matmul", "heads", s -> s.sd.mmul(s.x(2, 2, 3, 4), s.x(2, 2, 1, 4), false, true, false));
    examples.add("matmul", "row by matrix", s -> s.sd.mmul(s.x(4), s.x(4, 3)));
    examples.add("matmul", "matrix by column", s -> s.sd.mmul(s.x(3, 4), s.x(4)));
    examples.add("tensordot", "", s -> s.sd.tensorMmul(s.x(2, 3, 4), s.x(3, 5), new int[] {1}, 0));
    examples.add("xw_plus_b", "", s -> s.sd.nn().linear(s.x(2, 3), s.x(3, 4), s.x(4)));
    examples.add("relu_layer", "", s -> s.sd.nn().reluLayer(s.x(2, 3), s.x(3, 4), s.x(4)));
  }

  private static void attention(ImportExamples examples) {
    examples.add(
        "dot_product_attention",
        "",
        s -> s.sd.nn().dotProductAttention(s.x(2, 3, 2), s.x(2, 3, 4), s.x(2, 2, 4), null, true));
    examples.add(
        "dot_product_attention",
        "heads, not scaled",
        s ->
            s.sd
                .nn()
                .dotProductAttention(
                    s.x(1, 2, 3, 2), s.x(1, 2, 3, 4), s.x(1, 2, 2, 4), null, false));
    examples.add(
        "dot_product_attention",
        "masked",
        s ->
            s.sd.nn().dotProductAttention(s.x(2, 3, 2), s.x(2, 3, 4), s.x(2, 2, 4), mask(s), true));
    examples.add(
        "multi_head_dot_product_attention",
        "",
        s ->
            s.sd
                .nn()
                .multiHeadDotProductAttention(
                    s.x(1, 3, 2),
                    s.x(1, 3, 4),
                    s.x(1, 3, 4),
                    s.x(2, 2, 3),
                    s.x(2, 2, 3),
                    s.x(2, 2, 3),
                    s.x(4, 3),
                    null,
                    true));
  }

  private static SDVariable mask(Sketch s) {
    double[] numbers = {1, 1, 0, 1, 1, 0, 0, 1};
    return s.sd.constant(org.nd4j.linalg.factory.Nd4j.createFromArray(numbers).reshape(2, 4));
  }

  private static Pooling2DConfig.Pooling2DConfigBuilder two(int kernel, int stride) {
    return Pooling2DConfig.builder().kH(kernel).kW(2).sH(stride).sW(stride).dH(1).dW(1);
  }

  private static void pooling(ImportExamples examples) {
    plane(examples, "", two(2, 1).build());
    plane(examples, "padded", two(3, 2).pH(1).pW(1).build());
    plane(examples, "counting the padding", two(3, 2).pH(1).pW(1).extra(1).build());
    plane(examples, "same", two(3, 2).paddingMode(PaddingMode.SAME).build());
    plane(examples, "dilated", two(2, 1).dH(2).build());
    plane(examples, "NHWC", two(2, 2).isNHWC(true).build());
    Pooling2DConfig norm = two(2, 1).extra(3).type(Pooling2D.Pooling2DType.PNORM).build();
    examples.add(
        "pnormpool2d",
        "",
        s -> new Pooling2D(s.sd, new SDVariable[] {s.x(1, 2, 3, 4)}, norm).outputVariable());
    Pooling3DConfig.Pooling3DConfigBuilder three =
        Pooling3DConfig.builder().kD(2).kH(2).kW(1).sD(1).sH(2).sW(1).dD(1).dH(1).dW(1);
    Pooling3DConfig first = three.isNCDHW(true).build();
    Pooling3DConfig last = three.isNCDHW(false).isSameMode(true).build();
    examples.add("maxpool3dnew", "", s -> s.sd.cnn().maxPooling3d(s.x(1, 2, 2, 3, 3), first));
    examples.add("avgpool3dnew", "", s -> s.sd.cnn().avgPooling3d(s.x(1, 2, 2, 3, 3), first));
    examples.add("maxpool3dnew", "NDHWC", s -> s.sd.cnn().maxPooling3d(s.x(1, 2, 3, 3, 2), last));
    examples.add("avgpool3dnew", "NDHWC", s -> s.sd.cnn().avgPooling3d(s.x(1, 2, 3, 3, 2), last));
  }

  private static void plane(ImportExamples examples, String variant, Pooling2DConfig config) {
    long[] x = config.isNHWC() ? new long[] {1, 4, 5, 2} : new long[] {1, 2, 4, 5};
    examples.add("maxpool2d", variant, s -> s.sd.cnn().maxPooling2d(s.x(x), config));
    examples.add("avgpool2d", variant, s -> s.sd.cnn().avgPooling2d(s.x(x), config));
  }

  private static void normalization(ImportExamples examples) {
    examples.add("standardize", "", s -> s.sd.math().standardize(s.x(3, 4), 1));
    examples.add("standardize", "two axes", s -> s.sd.math().standardize(s.x(2, 3, 4), 1, 2));
    examples.add("layer_norm", "", s -> s.sd.nn().layerNorm(s.x(3, 4), s.x(4), s.x(4), false, 1));
    examples.add("layer_norm", "no bias", s -> s.sd.nn().layerNorm(s.x(3, 4), s.x(4), false, 1));
    examples.add(
        "layer_norm",
        "channels first",
        s -> s.sd.nn().layerNorm(s.x(2, 3, 2, 2), s.x(3), s.x(3), true, 1, 2, 3));
    examples.add(
        "batchnorm",
        "last axis",
        s -> s.sd.nn().batchNorm(s.x(3, 4), s.x(4), s.positive(4), s.x(4), s.x(4), 0.1, 1));
    examples.add(
        "batchnorm",
        "NCHW",
        s -> s.sd.nn().batchNorm(s.x(2, 3, 2, 2), s.x(3), s.positive(3), s.x(3), s.x(3), 0.1, 1));
    examples.add(
        "batchnorm",
        "statistics alone",
        s -> s.sd.nn().batchNorm(s.x(3, 4), s.x(4), s.positive(4), null, null, 0.1, 1));
    LocalResponseNormalizationConfig config =
        LocalResponseNormalizationConfig.builder().bias(1.1).alpha(0.7).beta(0.6).depth(1).build();
    examples.add("lrn", "", s -> s.sd.cnn().localResponseNormalization(s.x(1, 2, 2, 4), config));
  }
}
