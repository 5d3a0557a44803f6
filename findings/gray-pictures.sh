#!/usr/bin/env bash
# What surprised us: Java2D takes gray samples for linear light, so getRGB turns a gray of 100 in a PNG into 168. Drawn onto an
#   RGB image it stays 100, but gray with alpha becomes 168. The same gray in 16 bits is 100 when Java draws it, and white
#   (255) in Pillow.
# Where it was met: Shelver trains on pictures from Pillow and serves them from ImageIO. Without care a gray
#   picture is brighter in service than it was in training.
# Guess before running: getRGB gives more than 100, also with alpha, as the design page says; Pillow cuts 16 bits off at 255.
#   Right. Not guessed: whether drawing brightens depends on the alpha.
# What it does: writes three PNG files of one gray with Pillow 13.0.0, and reads them with Pillow and with the JDK's ImageIO.
# Output seen (2026-12-01, JDK 17 and 25): Pillow 100, with alpha 100, 16 bits 255; Java, getRGB and drawn: 168 and 100, with
#   alpha 168 and 168, 16 bits 168 and 100.
set -euo pipefail
. "$(dirname "$0")/common.bash"

need_java
python_packages pillow==13.0.0

run_python "$work" <<'PYTHON'
import sys

from PIL import Image

folder = sys.argv[1]
Image.new("L", (4, 4), 100).save(f"{folder}/gray.png")
Image.new("LA", (4, 4), (100, 255)).save(f"{folder}/alpha.png")
Image.new("I;16", (4, 4), 100 * 257).save(f"{folder}/deep.png")
for name in "gray", "alpha", "deep":
    with Image.open(f"{folder}/{name}.png") as picture:
        print(f"pillow_{name}={picture.convert('RGB').getpixel((0, 0))[0]}")
PYTHON
options=-Djava.awt.headless=true
run_java Gray "$work" <<'JAVA'
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.List;
import javax.imageio.ImageIO;

public class Gray {
    public static void main(String[] args) throws Exception {
        for (String name : List.of("gray", "alpha", "deep")) {
            BufferedImage picture = ImageIO.read(new File(args[0], name + ".png"));
            BufferedImage drawn = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
            drawn.createGraphics().drawImage(picture, 0, 0, null);
            System.out.printf("java_%s=stored %d, getRGB %d, drawn %d%n", name, picture.getRaster().getSample(0, 0, 0),
                    picture.getRGB(0, 0) & 255, drawn.getRGB(0, 0) & 255);
        }
    }
}
JAVA

check pillow_gray 100
check pillow_alpha 100
check pillow_deep 255
check java_gray "stored 100, getRGB 168, drawn 100"
check java_alpha "stored 100, getRGB 168, drawn 168"
check java_deep "stored 25700, getRGB 168, drawn 100"
