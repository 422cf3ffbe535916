package dev.seisei.engine.samediff;

import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv1DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv3DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv3DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;

/** Convolutions in all layouts. */
final class ConvolutionExamples {
  private ConvolutionExamples() {}

  static void register(ImportExamples examples) {
    oneAxis(examples);
    twoAxes(examples);
    depthwise(examples);
    threeAxes(examples);
    transposed(examples);
  }

  private static void oneAxis(ImportExamples examples) {
    for (PaddingMode mode : PaddingMode.values()) {
      Conv1DConfig.Conv1DConfigBuilder config =
          Conv1DConfig.builder().k(2).s(1).d(2).p(0).paddingMode(mode);
      Conv1DConfig first = config.dataFormat("NCW").build();
      examples.add(
          "conv1d", mode + " NCW", s -> s.sd.cnn().conv1d(s.x(1, 2, 6), s.x(2, 2, 3), first));
    }
    Conv1DConfig last =
        Conv1DConfig.builder()
            .k(3)
            .s(2)
            .d(1)
            .p(1)
            .paddingMode(PaddingMode.VALID)
            .dataFormat("NWC")
            .build();
    examples.add("conv1d", "NWC", s -> s.sd.cnn().conv1d(s.x(1, 6, 2), s.x(3, 2, 2), s.x(2), last));
  }

  private static Conv2DConfig.Conv2DConfigBuilder square(int kernel, int stride) {
    return Conv2DConfig.builder().kH(kernel).kW(kernel).sH(stride).sW(stride).dH(1).dW(1);
  }

  private static void two(ImportExamples examples, String variant, Conv2DConfig config) {
    boolean first = config.getDataFormat().equals("NCHW");
    long[] x = first ? new long[] {1, 2, 4, 5} : new long[] {1, 4, 5, 2};
    long kH = config.getKH();
    long kW = config.getKW();
    long[] w =
        switch (config.getWeightsFormat()) {
          case YXIO -> new long[] {kH, kW, 2, 3};
          case OIYX -> new long[] {3, 2, kH, kW};
          case OYXI -> new long[] {3, kH, kW, 2};
        };
    examples.add("conv2d", variant, s -> s.sd.cnn().conv2d(s.x(x), s.x(w), s.x(3), config));
  }

  private static void twoAxes(ImportExamples examples) {
    two(examples, "NCHW", square(2, 1).dataFormat("NCHW").build());
    two(examples, "NHWC", square(2, 1).dataFormat("NHWC").build());
    two(examples, "padded", square(3, 2).pH(1).pW(2).dataFormat("NCHW").build());
    two(examples, "dilated", square(2, 1).dH(2).dW(3).dataFormat("NCHW").build());
    two(examples, "same", square(3, 2).dataFormat("NCHW").paddingMode(PaddingMode.SAME).build());
    two(
        examples,
        "same, even kernel, NHWC",
        square(2, 1).dataFormat("NHWC").paddingMode(PaddingMode.SAME).build());
    for (WeightsFormat format : WeightsFormat.values()) {
      two(
          examples,
          format.toString(),
          square(2, 1).kW(3).dataFormat("NCHW").weightsFormat(format).build());
    }
    Conv2DConfig plain = square(2, 1).dataFormat("NCHW").build();
    examples.add(
        "conv2d", "no bias", s -> s.sd.cnn().conv2d(s.x(1, 2, 3, 3), s.x(2, 2, 2, 2), plain));
  }

  private static void depthwise(ImportExamples examples) {
    Conv2DConfig first = square(2, 1).dataFormat("NCHW").build();
    Conv2DConfig last = square(3, 2).dataFormat("NHWC").paddingMode(PaddingMode.SAME).build();
    examples.add(
        "depthwise_conv2d",
        "NCHW",
        s -> s.sd.cnn().depthWiseConv2d(s.x(1, 2, 3, 4), s.x(2, 2, 2, 3), s.x(6), first));
    examples.add(
        "depthwise_conv2d",
        "NHWC",
        s -> s.sd.cnn().depthWiseConv2d(s.x(1, 4, 3, 2), s.x(3, 3, 2, 2), last));
    examples.add(
        "sconv2d",
        "NCHW",
        s ->
            s.sd
                .cnn()
                .separableConv2d(s.x(1, 2, 3, 4), s.x(2, 2, 2, 2), s.x(1, 1, 4, 3), s.x(3), first));
    examples.add(
        "sconv2d",
        "NHWC",
        s -> s.sd.cnn().separableConv2d(s.x(1, 4, 3, 2), s.x(3, 3, 2, 1), s.x(1, 1, 2, 3), last));
  }

  private static void threeAxes(ImportExamples examples) {
    Conv3DConfig.Conv3DConfigBuilder config =
        Conv3DConfig.builder().kD(2).kH(2).kW(1).sD(1).sH(2).sW(1).dD(1).dH(1).dW(1);
    Conv3DConfig first = config.dataFormat("NCDHW").paddingMode(PaddingMode.VALID).build();
    Conv3DConfig last = config.dataFormat("NDHWC").paddingMode(PaddingMode.SAME).build();
    examples.add(
        "conv3dnew",
        "NCDHW",
        s -> s.sd.cnn().conv3d(s.x(1, 2, 2, 3, 2), s.x(2, 2, 1, 2, 2), s.x(2), first));
    examples.add(
        "conv3dnew",
        "NDHWC, same",
        s -> s.sd.cnn().conv3d(s.x(1, 2, 3, 2, 2), s.x(2, 2, 1, 2, 2), last));
  }

  private static void two(ImportExamples examples, String variant, DeConv2DConfig config) {
    boolean first = config.getDataFormat().equals("NCHW");
    long[] x = first ? new long[] {1, 2, 3, 2} : new long[] {1, 3, 2, 2};
    long[] w = {config.getKH(), config.getKW(), 3, 2};
    examples.add("deconv2d", variant, s -> s.sd.cnn().deconv2d(s.x(x), s.x(w), s.x(3), config));
  }

  private static void transposed(ImportExamples examples) {
    DeConv2DConfig.DeConv2DConfigBuilder config =
        DeConv2DConfig.builder().kH(3).kW(2).sH(2).sW(2).dH(1).dW(1);
    two(examples, "NCHW", config.dataFormat("NCHW").isSameMode(false).build());
    two(examples, "NHWC", config.dataFormat("NHWC").isSameMode(false).build());
    two(examples, "same", config.dataFormat("NCHW").isSameMode(true).build());
    two(examples, "padded", config.dataFormat("NCHW").isSameMode(false).pH(1).pW(0).build());
    two(examples, "dilated", config.dataFormat("NCHW").isSameMode(false).pH(0).dH(2).build());
    DeConv3DConfig.DeConv3DConfigBuilder three =
        DeConv3DConfig.builder().kD(2).kH(2).kW(1).sD(1).sH(2).sW(1).dD(1).dH(1).dW(1);
    DeConv3DConfig first = three.dataFormat("NCDHW").isSameMode(false).build();
    DeConv3DConfig last = three.dataFormat("NDHWC").isSameMode(true).build();
    examples.add(
        "deconv3d",
        "NCDHW",
        s -> s.sd.cnn().deconv3d(s.x(1, 2, 2, 2, 2), s.x(2, 2, 1, 2, 2), s.x(2), first));
    examples.add(
        "deconv3d",
        "NDHWC, same",
        s -> s.sd.cnn().deconv3d(s.x(1, 2, 2, 2, 2), s.x(2, 2, 1, 2, 2), last));
  }
}
