package dev.seisei.engine.onednn;

import dev.seisei.engine.memory.Device;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.nd4j.common.io.Resource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * Loads oneDNN's libraries before ND4J's, whichever of the two a program touches first. ND4J makes
 * an instance of this when it looks for its backends, and as the least of them it is never chosen.
 *
 * <p>Both bring a GNU OpenMP runtime, of different sizes. JavaCPP unpacks the first that a process
 * loads into a folder of the user, and links the other's place there to it; a process that loads
 * them in another order then writes its own through the link, over the file that the first process
 * has in memory, which kills it.
 */
public final class LibraryOrder extends Nd4jBackend {
  static {
    if (OneDnnProvider.GENERATES_CODE) {
      Device.CPU.name(); // says how large a process may be, before JavaCPP asks
      Loader.load(dnnl.class);
    }
  }

  /** For {@link java.util.ServiceLoader}. */
  public LibraryOrder() {}

  @Override
  public int getPriority() {
    return Integer.MIN_VALUE;
  }

  @Override
  public boolean isAvailable() {
    return false;
  }

  @Override
  public boolean canRun() {
    return false;
  }

  @Override
  public boolean allowsOrder() {
    return false;
  }

  @Override
  public Resource getConfigurationResource() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Class<?> getNDArrayClass() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Environment getEnvironment() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String buildInfo() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void logBackendInit() {}
}
