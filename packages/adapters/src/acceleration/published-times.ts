import type { FactSource } from '@telltale/core/ports'

/** A published time from standstill to 60 mph. */
export interface PublishedTime {
  /** The make in its canonical spelling. */
  readonly make: string
  /** The model in its canonical spelling. */
  readonly model: string
  /** The trim that was measured. */
  readonly trim: string
  /** `true` where the trim is the model's basic one, which counts for a query without a trim. */
  readonly isBase?: boolean
  /** The first and the last model year that the source speaks of. */
  readonly years: readonly [number, number]
  /** Seconds from standstill to 60 mph. */
  readonly seconds: number
  /** The publication. */
  readonly source: FactSource
}

const source = (name: string, url: string): FactSource => ({ name, url })

const camry = 'https://www.motorbiscuit.com/is-the-2020-toyota-camry-trd-faster-than-the-honda-accord/'
const carrera = 'https://blogavto.com/en/2020-porsche-911-carrera-i-911-carrera-cabriolet-korotkaya-progulka'

/** The times, each as its source publishes it, for the model years that the source names and no others. */
export const publishedTimes: readonly PublishedTime[] = [
  {
    make: 'BMW',
    model: '3 Series',
    trim: 'M340i',
    years: [2020, 2020],
    seconds: 4.2,
    source: source(
      'BMW',
      'https://carinmylife.com/news-features/official-heres-the-2020-bmw-3-series-flagship',
    ),
  },
  {
    make: 'Chevrolet',
    model: 'Camaro',
    trim: 'SS',
    years: [2016, 2016],
    seconds: 4.3,
    source: source(
      'The V-8 Muscle Car Challenge, measured with a manual transmission',
      'https://autofinder.cincinnati.com/articles/the-v-8-muscle-car-challenge-2016-performance-1420683904695/',
    ),
  },
  {
    make: 'Chevrolet',
    model: 'Camaro',
    trim: 'SS',
    years: [2020, 2020],
    seconds: 4,
    source: source(
      'Chevrolet, with the automatic transmission',
      'https://carsradars.com/car-reviews/chevrolet-camaro-best-performance-car-to-buy-2020/',
    ),
  },
  {
    make: 'Chevrolet',
    model: 'Corvette',
    trim: 'Stingray',
    isBase: true,
    years: [2020, 2020],
    seconds: 3,
    source: source(
      'Chevrolet, without the Z51 package',
      'https://drivetribe.com/p/chevy-confirms-2020-c8-corvette-EeJmTTlmTvC04gVjN4faKQ',
    ),
  },
  {
    make: 'Chevrolet',
    model: 'Corvette',
    trim: 'Stingray Z51',
    years: [2020, 2020],
    seconds: 2.9,
    source: source(
      'Chevrolet, with the Z51 package',
      'https://drivetribe.com/p/chevy-confirms-2020-c8-corvette-EeJmTTlmTvC04gVjN4faKQ',
    ),
  },
  {
    make: 'Chevrolet',
    model: 'Corvette',
    trim: 'Stingray',
    isBase: true,
    years: [2023, 2023],
    seconds: 2.9,
    source: source(
      'Car and Driver, convertible',
      'https://carloansfastinc.ca/2023-chevrolet-corvette-car-and-driver-10best',
    ),
  },
  {
    make: 'Dodge',
    model: 'Challenger',
    trim: 'SRT Demon 170',
    years: [2023, 2023],
    seconds: 1.66,
    source: source('Stellantis', 'https://101supercars.com/tag/electric-vehicles/'),
  },
  {
    make: 'Ford',
    model: 'Mustang',
    trim: 'GT',
    years: [2010, 2010],
    seconds: 4.9,
    source: source(
      'Motor Trend, with the Track Package',
      'https://www.germancarforum.com/threads/first-test-2010-ford-mustang-gt.28349/latest',
    ),
  },
  {
    make: 'Ford',
    model: 'Mustang',
    trim: 'GT',
    years: [2015, 2015],
    seconds: 4.5,
    source: source(
      'CarGurus, from independent tests',
      'https://www.cargurus.com/Cars/2015-Ford-Mustang-Reviews-c24273',
    ),
  },
  {
    make: 'Ford',
    model: 'Mustang',
    trim: 'Mach 1',
    years: [2021, 2021],
    seconds: 4.1,
    source: source(
      'Edmunds, with the automatic transmission',
      'https://www.edmunds.com/car-news/2021-ford-mustang-mach-1-track-tested.html',
    ),
  },
  {
    make: 'Ford',
    model: 'Mustang',
    trim: 'EcoBoost',
    isBase: true,
    years: [2024, 2024],
    seconds: 4.9,
    source: source(
      'MotorTrend, with the High Performance package',
      'https://hotrod.com/reviews/2024-ford-mustang-gt-dark-horse-ecoboost-s650-0-60-mph-quarter-mile-acceleration',
    ),
  },
  {
    make: 'Ford',
    model: 'Mustang',
    trim: 'GT',
    years: [2024, 2024],
    seconds: 4.2,
    source: source(
      'MediaPost, at the launch by Ford',
      'https://www.mediapost.com/publications/article/387769/test-drive-ford-mustang-keeps-gas-powered-dreams.html',
    ),
  },
  {
    make: 'Honda',
    model: 'Accord',
    trim: 'Touring 2.0T',
    years: [2020, 2020],
    seconds: 5.5,
    source: source('Car and Driver', camry),
  },
  {
    make: 'Honda',
    model: 'Civic',
    trim: 'Type R',
    years: [2020, 2020],
    seconds: 5,
    source: source('Car and Driver', camry),
  },
  {
    make: 'Tesla',
    model: 'Model 3',
    trim: 'Rear-Wheel Drive',
    isBase: true,
    years: [2024, 2024],
    seconds: 5.8,
    source: source('evo', 'https://cdn2.evo.co.uk/tesla/model-3/performance'),
  },
  {
    make: 'Tesla',
    model: 'Model 3',
    trim: 'Long Range',
    years: [2024, 2024],
    seconds: 4.2,
    source: source('evo', 'https://cdn2.evo.co.uk/tesla/model-3/performance'),
  },
  {
    make: 'Toyota',
    model: 'Camry',
    trim: 'TRD',
    years: [2020, 2020],
    seconds: 5.6,
    source: source('Car and Driver', camry),
  },
  {
    make: 'Porsche',
    model: '911',
    trim: 'Carrera',
    isBase: true,
    years: [2020, 2020],
    seconds: 4,
    source: source('Porsche, without the Sport Chrono package', carrera),
  },
  {
    make: 'Porsche',
    model: '911',
    trim: 'Carrera S',
    years: [2020, 2020],
    seconds: 3.5,
    source: source(
      'Porsche, without the Sport Chrono package',
      'https://www.motorauthority.com/news/1120992_2020-porsche-911-carrera-s-laps-ring-in-725-or-5-s-faster-than-previous-gen',
    ),
  },
]
