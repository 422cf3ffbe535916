package dev.seisei.text.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.settings.SettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BpeTrainingTest {
  private static final Tokenizer TRAINED = Samples.bpe();

  @Provide
  static Arbitrary<String> texts() {
    return Samples.texts();
  }

  @Property(tries = 100)
  void learnsWhatCountingAllPairsAnewEachTimeLearns(@ForAll("texts") String text) {
    Vocabulary learned = new BpeTraining(256 + 40, List.of()).add(text).add(text).vocabulary();
    assertEquals(naive(words(text), 296), learned.merges());
  }

  /** The words of two texts that are equal. */
  private static List<String> words(String text) {
    List<String> found = new ArrayList<>();
    Matcher words = BpeTraining.WORD.matcher(WellFormed.of(text));
    while (words.find()) {
      found.add(words.group());
      found.add(words.group());
    }
    return found;
  }

  private static List<String> naive(List<String> words, int size) {
    List<List<String>> split = new ArrayList<>();
    for (String word : words) {
      List<String> symbols = new ArrayList<>();
      for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
        symbols.add(String.valueOf(ByteLevel.character(Byte.toUnsignedInt(b))));
      }
      split.add(symbols);
    }
    List<String> order = new ArrayList<>();
    for (int b = 0; b < 256; b++) {
      order.add(String.valueOf(ByteLevel.character(b)));
    }
    List<String> merges = new ArrayList<>();
    while (order.size() < size) {
      Map<List<Integer>, Integer> counts = new TreeMap<>(BpeTrainingTest::compare);
      for (List<String> symbols : split) {
        for (int i = 0; i + 1 < symbols.size(); i++) {
          counts.merge(
              List.of(order.indexOf(symbols.get(i)), order.indexOf(symbols.get(i + 1))),
              1,
              Integer::sum);
        }
      }
      List<Integer> best = List.of();
      int bestCount = 1;
      for (Map.Entry<List<Integer>, Integer> each : counts.entrySet()) {
        if (each.getValue() > bestCount) {
          best = each.getKey();
          bestCount = each.getValue();
        }
      }
      if (best.isEmpty()) {
        break;
      }
      String left = order.get(best.get(0));
      String right = order.get(best.get(1));
      merges.add(left + " " + right);
      if (!order.contains(left + right)) {
        order.add(left + right);
      }
      for (List<String> symbols : split) {
        for (int i = 0; i + 1 < symbols.size(); i++) {
          if (symbols.get(i).equals(left) && symbols.get(i + 1).equals(right)) {
            symbols.set(i, left + right);
            symbols.remove(i + 1);
          }
        }
      }
    }
    return merges;
  }

  private static int compare(List<Integer> a, List<Integer> b) {
    int left = Integer.compare(a.get(0), b.get(0));
    return left != 0 ? left : Integer.compare(a.get(1), b.get(1));
  }

  @Property(tries = 200)
  void anyTextComesBack(@ForAll("texts") String text) {
    // The one character that text cannot have.
    String expected = WellFormed.of(text).replace('\uFDD0', '\uFFFD');
    assertEquals(expected, TRAINED.decode(TRAINED.encode(text)));
  }

  @Test
  void frequentWordsAreTokens() {
    assertTrue(TRAINED.id("Ġthe").isPresent());
    assertTrue(TRAINED.id("çĮ«").isPresent(), "猫, in its bytes");
    assertTrue(TRAINED.encode(Samples.ENGLISH).length < Samples.ENGLISH.length() * 2 / 3);
    assertTrue(TRAINED.encode(Samples.JAPANESE).length < Samples.JAPANESE.length() * 2);
  }

  @Test
  void idsAreBytesThenMergesThenSpecials() {
    assertEquals(318, TRAINED.size());
    assertArrayEquals(new byte[] {0x0A}, TRAINED.bytes(0x0A));
    assertArrayEquals(new int[] {0xF0, 0x9F, 0x98, 0x80}, TRAINED.encode("😀"));
    assertEquals(OptionalInt.of(316), TRAINED.bos());
    assertEquals(Set.of(316), TRAINED.eos());
    assertEquals(OptionalInt.of(317), TRAINED.id("<|user|>"));
  }

  @Test
  void spellingsOfSpecialTokensAreTextUnlessAskedFor() {
    String text = "<|user|>hi<|endoftext|>";
    int[] asText = TRAINED.encode(text);
    for (int id : asText) {
      assertTrue(id < 316, "no special token");
    }
    assertEquals(text, TRAINED.decode(asText));
    assertArrayEquals(new int[] {317, 'h', 'i', 316}, TRAINED.encodeWithSpecials(text));
    assertEquals("hi", TRAINED.decode(317, 'h', 'i', 316));
  }

  @Test
  void equalTextsGiveEqualFiles() {
    Map<String, byte[]> first = Tokenizers.files(TRAINED);
    Map<String, byte[]> second = Tokenizers.files(Samples.bpe());
    assertEquals(first.keySet(), second.keySet());
    first.forEach((name, bytes) -> assertArrayEquals(bytes, second.get(name), name));
  }

  @Test
  void isSavedAndOpened(@TempDir Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : Tokenizers.files(TRAINED).entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    Tokenizer opened = Tokenizers.open(folder);
    assertArrayEquals(TRAINED.encode(Samples.ENGLISH), opened.encode(Samples.ENGLISH));
    assertEquals(TRAINED.bos(), opened.bos());
    assertEquals(TRAINED.eos(), opened.eos());
    assertEquals(
        Set.of("tokenizer.json", "tokenizer_config.json"), Tokenizers.files(opened).keySet());
  }

  @Test
  void endsWhereNoPairIsThereTwice() {
    assertEquals(256, new BpeTraining(1000, List.of()).add("abcdef").train().size());
    assertEquals(256, new BpeTraining(1000, List.of()).train().size());
  }

  @Test
  void settingsAreChecked() {
    assertThrows(SettingException.class, () -> new BpeTraining(256, List.of("<s>")));
    assertThrows(SettingException.class, () -> new BpeTraining(300, List.of("<s>", "<s>")));
    assertThrows(SettingException.class, () -> new BpeTraining(300, List.of("")));
  }
}
