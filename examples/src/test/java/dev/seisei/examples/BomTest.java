package dev.seisei.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The BOM has no parent, so it repeats some of the parent's versions: they must be the same. */
final class BomTest {

  // Surefire runs in the module's folder.
  private static final File PARENT = new File("../pom.xml");
  private static final File BOM = new File("../bom/pom.xml");

  @Test
  void theBomRepeatsTheParentsVersions() throws Exception {
    Element parent = read(PARENT);
    Element bom = read(BOM);
    Map<String, String> repeated = properties(bom);

    assertTrue(repeated.containsKey("javacpp.version"), () -> "not found in " + repeated);
    Map<String, String> expected = properties(parent);
    expected.keySet().retainAll(repeated.keySet());
    assertEquals(expected, repeated);
    assertEquals(child(parent, "version").getTextContent(), child(bom, "version").getTextContent());
  }

  @Test
  void theBomNamesEveryModuleThatTheParentManages() throws Exception {
    assertEquals(managedModules(read(PARENT)), managedModules(read(BOM)));
  }

  private static Set<String> managedModules(Element project) {
    Set<String> result = new TreeSet<>();
    NodeList ids = child(project, "dependencyManagement").getElementsByTagName("artifactId");
    for (int i = 0; i < ids.getLength(); i++) {
      if (ids.item(i).getTextContent().startsWith("seisei-")) {
        result.add(ids.item(i).getTextContent());
      }
    }
    assertTrue(result.contains("seisei-engine"), () -> "not found in " + result);
    return result;
  }

  private static Element read(File pom) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(pom)
        .getDocumentElement();
  }

  private static Map<String, String> properties(Element project) {
    Map<String, String> result = new TreeMap<>();
    NodeList nodes = child(project, "properties").getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element property) {
        result.put(property.getTagName(), property.getTextContent());
      }
    }
    return result;
  }

  private static Element child(Element element, String name) {
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child && child.getTagName().equals(name)) {
        return child;
      }
    }
    throw new AssertionError("no <" + name + "> in <" + element.getTagName() + ">");
  }
}
