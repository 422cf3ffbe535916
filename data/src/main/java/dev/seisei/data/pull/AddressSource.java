package dev.seisei.data.pull;

import dev.seisei.core.importing.ModelSource;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.SettingException;
import dev.seisei.data.fetch.HttpTransfer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** Single files at addresses of the web. */
public final class AddressSource implements ModelSource {
  @Override
  public List<String> forms() {
    return List.of("https://ADDRESS");
  }

  @Override
  public boolean understands(String reference) {
    return reference.startsWith("https://") || reference.startsWith("http://");
  }

  @Override
  public Found find(String reference) {
    URI address;
    try {
      address = URI.create(reference);
    } catch (IllegalArgumentException e) {
      throw new SettingException("reference", "\"" + reference + "\" is no address");
    }
    if (address.getHost() == null || address.getUserInfo() != null) {
      throw new SettingException(
          "reference", "an address must have a host and no password, got another");
    }
    if (!address.getScheme().equals("https") && !isThisMachine(address.getHost())) {
      throw new SettingException(
          "reference", reference + " is not safe: anybody on the way could change it; use https");
    }
    String path = address.getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (!RelativePaths.isPlain(name)) {
      throw new SettingException("reference", reference + " names no file");
    }
    return new Address(address, name);
  }

  private static boolean isThisMachine(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private record Address(URI address, String name) implements Found {
    @Override
    public String source() {
      return address.toString();
    }

    @Override
    public Brought bring(Path folder, Progress progress) throws IOException {
      Path model = Files.createDirectories(folder.resolve("model")).resolve(name);
      if (!Files.exists(model)) {
        Path part = folder.resolve("part");
        new HttpTransfer(
                address,
                Optional.empty(),
                response -> address + " answered with status " + response.statusCode(),
                "try again, which goes on from there")
            .to(part, progress);
        Files.move(part, model, StandardCopyOption.ATOMIC_MOVE);
      }
      return new Brought(model, Optional.empty(), Optional.empty());
    }
  }
}
