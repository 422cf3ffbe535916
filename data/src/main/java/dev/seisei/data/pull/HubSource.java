package dev.seisei.data.pull;

import dev.seisei.core.importing.ModelSource;
import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models of the hub. */
public final class HubSource implements ModelSource {
  static final String KIND = "hf";

  private final Map<String, String> environment;

  public HubSource() {
    this(System.getenv());
  }

  HubSource(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public List<String> forms() {
    return List.of("hf:OWNER/NAME[@REVISION][#FILE]");
  }

  @Override
  public boolean understands(String reference) {
    return reference.startsWith(HubReference.PREFIX);
  }

  @Override
  public Found find(String reference) throws IOException {
    HubReference parsed = HubReference.parse(reference);
    Hub hub = Hub.of(environment);
    return new Repository(hub, parsed, hub.commit(parsed));
  }

  private record Repository(Hub hub, HubReference reference, String commit) implements Found {
    @Override
    public String source() {
      return HubReference.PREFIX
          + reference.repository()
          + "@"
          + commit
          + reference.file().map(file -> "#" + file).orElse("");
    }

    @Override
    public String name() {
      String path = reference.file().orElse(reference.repository());
      return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public Brought bring(Path folder, Progress progress) throws IOException {
      List<RemoteFile> all = hub.files(reference, commit);
      Optional<String> single = reference.file();
      List<RemoteFile> wanted =
          single.isPresent()
              ? List.of(only(single.get(), all))
              : HubFiles.of(reference.repository(), all);
      Path model = Files.createDirectories(folder.resolve("model"));
      Path parts = Files.createDirectories(folder.resolve("parts"));
      Transfers transfers = new Transfers();
      for (RemoteFile file : wanted) {
        Path place = RelativePaths.within(model, file.path());
        Path part = RelativePaths.within(parts, file.path());
        transfers.add(own -> bring(file, part, place, own));
      }
      transfers.run(wanted.stream().mapToLong(RemoteFile::bytes).sum(), progress);
      return single.isPresent()
          ? new Brought(
              RelativePaths.within(model, single.get()), Optional.empty(), Optional.empty())
          : new Brought(model, Optional.of(KIND), Optional.empty());
    }

    private RemoteFile only(String path, List<RemoteFile> all) throws IOException {
      return all.stream()
          .filter(file -> file.path().equals(path))
          .findFirst()
          .orElseThrow(
              () ->
                  new IOException(
                      reference.repository()
                          + " has no file "
                          + path
                          + "; there are "
                          + all.stream().map(RemoteFile::path).limit(30).toList()));
    }

    /** What stands in its place is whole and checked. */
    private void bring(RemoteFile file, Path part, Path place, Progress progress)
        throws IOException {
      if (!Files.exists(place)) {
        Files.createDirectories(part.toAbsolutePath().getParent());
        hub.transfer(reference, commit, file).to(part, file.bytes(), progress);
        try {
          file.verify(part);
        } catch (IOException e) {
          Files.deleteIfExists(part);
          throw e;
        }
        Files.createDirectories(place.toAbsolutePath().getParent());
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
      }
      progress.at(file.bytes(), file.bytes(), file.path());
    }
  }
}
