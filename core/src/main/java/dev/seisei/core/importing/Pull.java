package dev.seisei.core.importing;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.checkpoint.Home;
import dev.seisei.core.checkpoint.ModelFormats;
import dev.seisei.core.file.FileReason;
import dev.seisei.core.file.FolderTrees;
import dev.seisei.core.file.Sha256;
import dev.seisei.core.file.WholeFile;
import dev.seisei.core.importing.ModelSource.Brought;
import dev.seisei.core.importing.ModelSource.Found;
import dev.seisei.core.lock.ProcessLock;
import dev.seisei.core.model.Families;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.SettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/**
 * Brings a model into the user's models, whole or not at all.
 *
 * <p>What comes is kept below {@code pulls} in the cache until the model is in its place, so that a
 * pull that was killed goes on where it stopped. A model in a foreign format is converted; one that
 * a {@link dev.seisei.core.checkpoint.ModelFormat} opens stays a single file.
 */
public final class Pull {
  private static final int STAGING_DIGITS = 16;

  private final Found found;
  private final Options options;
  private final Path cache;

  private Pull(Found found, Options options, Path cache) {
    this.found = found;
    this.options = options;
    this.cache = cache;
  }

  /**
   * How to pull.
   *
   * @param name of the model; otherwise one is made of the reference
   * @param kind of the importer, if what is pulled does not say it
   * @param tokenizer the file of the vocabulary, for formats that keep it apart
   * @param sha256 of the single file that is pulled, in hexadecimal
   * @param replace whether another model of that name may be replaced
   */
  public record Options(
      Optional<String> name,
      Optional<String> kind,
      Optional<Path> tokenizer,
      Optional<String> sha256,
      boolean replace) {
    /** Nothing but the reference is given. */
    public static final Options NONE =
        new Options(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  /**
   * What was pulled.
   *
   * @param model its folder or file
   * @param source what exactly it is
   * @param before whether it was there before, and nothing was brought
   */
  public record Pulled(Path model, String source, boolean before) {}

  /**
   * Pulls a model.
   *
   * @throws SettingException if the reference or an option is not as it must be, or another model
   *     has the name
   * @throws IllegalArgumentException if what comes is no model, naming the file and the field
   * @throws UncheckedIOException if it cannot be had or saved; the message says what to do
   * @throws java.util.concurrent.CancellationException if the progress asks for that
   */
  public static Pulled pull(String reference, Options options, Progress progress) {
    return pull(reference, options, Home.cache(), progress);
  }

  static Pulled pull(String reference, Options options, Path cache, Progress progress) {
    options.kind().ifPresent(Importers::get);
    try {
      return new Pull(ModelSources.of(reference).find(reference), options, cache).run(progress);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot pull " + reference + ": " + FileReason.withFile(e), e);
    }
  }

  private Pulled run(Progress progress) throws IOException {
    String name = Home.requireName(options.name().orElseGet(found::name));
    Path target = cache.resolve(Home.MODELS).resolve(name);
    if (isThere(target)) {
      return new Pulled(target, found.source(), true);
    }
    Path staging = staging();
    Files.createDirectories(staging);
    try (ProcessLock lock =
        ProcessLock.acquire(staging.resolveSibling(staging.getFileName() + ".lock"), progress)) {
      // Another process may have pulled it while this one waited.
      if (isThere(target)) {
        return new Pulled(target, found.source(), true);
      }
      Files.createDirectories(staging);
      Brought brought = found.bring(staging, progress);
      check(brought, staging);
      Path model = place(brought, target, progress);
      FolderTrees.delete(staging);
      lock.remove();
      return new Pulled(model, found.source(), false);
    }
  }

  /** Where the files of exactly this model come. */
  private Path staging() {
    Sha256 hash = new Sha256();
    hash.add(found.source().getBytes(StandardCharsets.UTF_8));
    return cache.resolve("pulls").resolve(hash.hexadecimal().substring(0, STAGING_DIGITS));
  }

  /**
   * Whether exactly this model is there.
   *
   * @throws SettingException if another one is, and may not be replaced
   */
  private boolean isThere(Path target) {
    if (options.replace() || !Files.exists(target)) {
      return false;
    }
    Optional<String> source = Provenance.read(target);
    if (source.isPresent() && source.get().equals(found.source())) {
      return true;
    }
    throw new SettingException(
        "name",
        target
            + " is there already"
            + source.map(other -> ", from " + other).orElse("")
            + "; --force replaces it by "
            + found.source()
            + ", --name gives this one another name");
  }

  private void check(Brought brought, Path staging) throws IOException {
    if (options.sha256().isEmpty()) {
      return;
    }
    String expected = options.sha256().get().toLowerCase(Locale.ROOT);
    if (!Files.isRegularFile(brought.path())) {
      throw new SettingException(
          "sha256", "--sha256 is of a single file; " + found.source() + " is a folder of several");
    }
    String hash = Sha256.of(brought.path());
    if (!hash.equals(expected)) {
      FolderTrees.delete(staging);
      throw new IOException(
          found.source() + " is another file: its SHA-256 is " + hash + ", expected " + expected);
    }
  }

  private Path place(Brought brought, Path target, Progress progress) throws IOException {
    Path path = brought.path();
    Optional<String> kind = foreignKind(brought);
    Files.createDirectories(cache.resolve(Home.MODELS));
    if (kind.isPresent()) {
      CheckpointWriter writer =
          CheckpointWriter.to(target).file(Provenance.FILE, Provenance.content(found.source()));
      Importers.get(kind.get())
          .convert(path, options.tokenizer().or(brought::tokenizer), writer, progress);
      return target;
    }
    if (Files.isRegularFile(path)) {
      return placeFile(path, withEnding(target, path));
    }
    Files.write(path.resolve(Provenance.FILE), Provenance.content(found.source()));
    CheckpointWriter.adopt(path, target);
    return target;
  }

  private Path placeFile(Path file, Path target) throws IOException {
    if (!isThere(target)) {
      WholeFile.write(
          Provenance.beside(target), out -> out.write(Provenance.content(found.source())));
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }
    return target;
  }

  /** A file is known as a model by its ending. */
  private static Path withEnding(Path target, Path file) {
    String ending = "." + ModelFormats.get(file).ending();
    String name = String.valueOf(target.getFileName());
    return name.toLowerCase(Locale.ROOT).endsWith(ending)
        ? target
        : target.resolveSibling(name + ending);
  }

  /** The kind of importer that what was brought needs; empty if it is a model as it is. */
  private Optional<String> foreignKind(Brought brought) {
    if (options.kind().isPresent()) {
      return options.kind();
    }
    Path path = brought.path();
    if (Files.isDirectory(path)) {
      return folderKind(brought);
    }
    if (brought.kind().isPresent()) {
      return brought.kind();
    }
    if (ModelFormats.of(path).isPresent()) {
      return Optional.empty();
    }
    String name = String.valueOf(path.getFileName());
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (Importers.find(ending).isEmpty()) {
      throw new SettingException(
          "kind",
          name
              + " does not say by its ending what it is; give its format by --kind, one of "
              + Importers.all().stream().map(Importer::kind).toList());
    }
    return Optional.of(ending);
  }

  /** Folders of others go through their importer if there is one, else the family may open them. */
  private static Optional<String> folderKind(Brought brought) {
    Path folder = brought.path();
    if (!Checkpoint.isCheckpoint(folder)) {
      if (brought.kind().isPresent()) {
        return brought.kind();
      }
      throw new IllegalArgumentException(
          "what came is no model: there is no config.json; --kind says what other format it has");
    }
    if (Checkpoint.isNative(folder)) {
      return Optional.empty();
    }
    Optional<String> kind = brought.kind().filter(each -> Importers.find(each).isPresent());
    if (kind.isEmpty()) {
      Families.of(Checkpoint.open(folder));
    }
    return kind;
  }
}
