package dev.seisei.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked for wrongly is answered by one line on standard error and an exit code. */
final class BadInputTest {
  private static final String TRAIN = "train tiny --data tiny ";

  /** Shared: nothing here may change it. */
  @TempDir static Path folder;

  /**
   * {@code model} is a model, {@code file} and {@code empty} are files, {@code dir} is a folder.
   */
  @BeforeAll
  static void prepare() throws IOException {
    assertEquals(0, Cli.train(folder.resolve("model")).exitCode());
    Files.writeString(folder.resolve("file"), "no picture");
    Files.createFile(folder.resolve("empty"));
    Files.createDirectory(folder.resolve("dir"));
    Files.writeString(Files.createDirectory(folder.resolve("full")).resolve("x"), "x");
    Path broken = Files.createDirectory(folder.resolve("broken"));
    Files.writeString(broken.resolve("config.json"), "{\"model_type\":");
    Path foreign = Files.createDirectory(folder.resolve("foreign"));
    Files.writeString(foreign.resolve("config.json"), "{\"model_type\":\"gpt_oss\"}");
  }

  private void assertRefused(int exitCode, String says, String... args) {
    Cli.Result result = Cli.run((Object[]) args);
    String expected = says.replace("$", folder + "/");
    assertEquals(exitCode, result.exitCode(), result.err());
    assertEquals("", result.text());
    String last = result.err().lines().reduce((first, second) -> second).orElse("");
    assertTrue(last.startsWith("seisei: "), result.err());
    assertTrue(last.contains(expected), () -> "expected \"" + expected + "\" in " + last);
    assertEquals(
        1, result.err().lines().filter(line -> line.startsWith("seisei: ")).count(), result.err());
    assertTrue(result.err().lines().noneMatch(line -> line.startsWith("\tat ")), result.err());
  }

  /** Words are parted by spaces, $ is the folder. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | Missing required subcommand |",
        "2 | Unmatched argument at index 0: 'tran'; did you mean train? | tran",
        "2 | Unknown option: '--frobnicate' | models --frobnicate",
        "2 | Unmatched argument | models a b",
        "2 | --memory: a size of memory must be a number of bytes > 0 | models --memory lots",
        "2 | Missing required subcommand | data",
        "2 | see seisei data fetch --help | data fetch",
        "2 | \"nope\" is not known; use one of | data fetch nope",
        "1 | no network | data fetch absent",
        "2 | --from: there is no file $none | data fetch tiny --from $none",
        "2 | --from: there is no file $dir | data fetch tiny --from $dir",
        "2 | --json $none/a.json: the folder $none does not exist | data list --json $none/a.json",
        "2 | --json $dir is a folder | data list --json $dir",
        "2 | --json $file/a.json: the folder $file does not exist | models --json $file/a.json",
        "2 | there is no model \"nope\" | models nope",
        "1 | $broken/config.json must hold a JSON object | models $broken",
        "2 | family \"gpt_oss\" is not known | models $foreign",
      })
  void listing(int exitCode, String says, String args) {
    assertRefused(exitCode, says, words(args));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | Missing required option: '--out=DIR' | train tiny --data tiny",
        "2 | Missing required option or parameter: FAMILY | train --data tiny --out $o",
        "2 | Missing required option or parameter: --data=DATA | train tiny --out $o",
        "2 | family \"nope\" is not known; there are [ | train nope --data tiny --out $o",
        "2 | data \"nope\" is not known; use one of | train tiny --data nope --out $o",
        "2 | data \"nope:x\" is not known; use one of | train tiny --data nope:x --out $o",
        "1 | absent is not here; data fetch absent brings it | train tiny --data absent --out $o",
        "2 | steps and epochs cannot both be given | TRAIN --out $o --steps 1 --epochs 1",
        "2 | steps must be >= 1, got 0 | TRAIN --out $o --steps 0",
        "2 | epochs must be >= 1, got -3 | TRAIN --out $o --epochs -3",
        "2 | 'many' is not a long | TRAIN --out $o --steps many",
        "2 | '99999999999999999999' is not a long | TRAIN --out $o --seed 99999999999999999999",
        "2 | should be specified only once | TRAIN --out $o --seed 1 --seed 2",
        "2 | size must be in [0, 64], got -1 | TRAIN --out $o --set size=-1",
        "2 | size must be in [0, 64], got 2147483647 | TRAIN --out $o --set size=2147483647",
        "2 | size | TRAIN --out $o --set size=99999999999",
        "2 | size | TRAIN --out $o --set size=big",
        "2 | size must be 4 for these data, got 5 | TRAIN --out $o --set size=5",
        "2 | rate | TRAIN --out $o --set rate=NaN",
        "2 | inverted | TRAIN --out $o --set inverted=maybe",
        "2 | \"sise\" is not known; the configuration has [inverted, size], training has [deaf, rate] | TRAIN --out $o --set sise=1",
        "2 | --set takes KEY=VALUE, got \"size\" | TRAIN --out $o --set size",
        "2 | --set takes KEY=VALUE, got \"=4\" | TRAIN --out $o --set =4",
        "2 | holds a checkpoint already | TRAIN --out $model",
        "1 | $file | TRAIN --out $file",
        "1 | $full | TRAIN --out $full",
        "1 | $file | TRAIN --out $file/run",
        "2 | --resume: nothing is saved in $dir | train --resume --out $dir",
        "2 | --resume: nothing is saved in $none | train tiny --resume --out $none",
        "2 | seed was 1 | TRAIN --resume --seed 2 --out $model",
        "2 | rate was 0.25 | TRAIN --resume --set rate=0.5 --out $model",
        "2 | inverted was false | TRAIN --resume --set inverted=true --out $model",
        "2 | data was tiny | train --resume --data tinier:x --out $model",
        "1 | $broken/config.json must hold a JSON object | train --resume --out $broken",
        "1 | does not say data and seed | train --resume --out $foreign",
        "2 | does not exist | TRAIN --out $o --json $none/a.json",
      })
  void training(int exitCode, String says, String args) {
    assertRefused(exitCode, says, words(args));
    assertTrue(Files.notExists(folder.resolve("o/config.json")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | Missing required option: '--out=FILE' | sample $model",
        "2 | there is no model \"nope\" | sample nope --out $a.png",
        "2 | there is no model \"../../etc\" | sample ../../etc --out $a.png",
        "1 | $broken/config.json must hold a JSON object | sample $broken --out $a.png",
        "2 | family \"gpt_oss\" is not known | sample $foreign --out $a.png",
        "2 | cannot be written as \"mp3\", but as [png, gif, json] | sample $model --out $a.mp3",
        "2 | cannot be written as \"a\" | sample $model --out $a",
        "2 | cannot be written as \"mp3\" | sample $model --out - --format mp3",
        "2 | --format is for --out - | sample $model --out $a.png --format gif",
        "2 | --out $none/a.png: the folder $none does not exist | sample $model --out $none/a.png",
        "2 | --out $dir is a folder | sample $model --out $dir",
        "2 | n must be in [1, 100], got 0 | sample $model --out $a.png --set n=0",
        "2 | n must be in [1, 100], got -1 | sample $model --out $a.png --set n=-1",
        "2 | n must be in [1, 100], got 2147483647 | sample $model --out $a.png --set n=2147483647",
        "2 | n | sample $model --out $a.png --set n=many",
        "2 | task | sample $model --out $a.png --set task=dance",
        "2 | \"m\" is not known; a request has [n, picture, seed, task] | sample $model --out $a.png --set m=1",
        "2 | --set takes KEY=VALUE, got \"n\" | sample $model --out $a.png --set n",
        "2 | the seed is given twice | sample $model --out $a.png --seed 1 --set seed=1",
        "2 | weigh needs a picture | sample $model --out $a.csv --set task=weigh",
        "2 | picture: there is no file $none | sample $model --out $a.csv --set picture=$none",
        "2 | picture: there is no file $dir | sample $model --out $a.csv --set picture=$dir",
        "2 | picture: $empty has 0 bytes | sample $model --out $a.csv --set picture=$empty",
      })
  void sampling(int exitCode, String says, String args) {
    assertRefused(exitCode, says, words(args));
    assertTrue(Files.notExists(folder.resolve("a.png")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | Missing required option: '--data=DATA' | evaluate $model",
        "2 | \"nope\" is not known | evaluate $model --data nope",
        "1 | absent is not here | evaluate $model --data absent",
        "2 | there is no model \"nope\" | evaluate nope --data tiny",
        "2 | measure \"nope\" is not known | evaluate $model --data tiny --measure nope",
        "2 | \"never\" does not apply | evaluate $model --data tiny --measure never",
        "2 | factor must be > 0, got -1.0 | evaluate $model --data tiny --set factor=-1",
        "2 | --set takes KEY=VALUE, got \"f\" | evaluate $model --data tiny --set f",
        "2 | \"f\" is not known; picky has [factor] | evaluate $model --data tiny --set f=1",
        "2 | does not exist | evaluate $model --data tiny --json $none/e.json",
      })
  void evaluating(int exitCode, String says, String args) {
    assertRefused(exitCode, says, words(args));
  }

  private String[] words(String args) {
    if (args == null) {
      return new String[0];
    }
    return Arrays.stream(args.replace("TRAIN ", TRAIN).strip().split(" +"))
        .map(word -> word.replace("$", folder + "/"))
        .toArray(String[]::new);
  }

  /** A drawn seed would only distract from an error that it has nothing to do with. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sample $model --out $a.png --set n=0",
        "sample $model --out $a.png --set task=weigh",
        "train tiny --data tiny --out $o --set size=5",
        "train tiny --data tiny --out $o --steps 0",
        "train tiny --data tiny --out $o --set rate=NaN",
      })
  void aSeedIsToldOnlyOnceTheWorkBegins(String args) {
    String err = Cli.run((Object[]) words(args)).err();
    assertEquals(1, err.lines().count(), err);
  }

  @Test
  void aPictureThatIsTooLarge() throws IOException {
    Path large = folder.resolve("large.png");
    try (var file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength((16 << 20) + 1);
    }
    assertRefused(
        2,
        "picture: " + large + " has 16777217 bytes",
        "sample",
        folder.resolve("model").toString(),
        "--out",
        folder.resolve("a.csv").toString(),
        "--set",
        "picture=" + large);
  }

  @Test
  void theStackIsShownOnlyWhenAskedFor() {
    Cli.Result result = Cli.run("data", "fetch", "absent", "--debug");
    assertEquals(1, result.exitCode());
    assertTrue(result.err().startsWith("seisei: no network\n"), result.err());
    assertTrue(result.err().contains("\tat dev.seisei.cli.tiny.TinySource.fetch"), result.err());
  }
}
